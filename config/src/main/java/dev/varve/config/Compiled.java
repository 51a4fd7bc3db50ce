package dev.varve.config;

import dev.varve.config.source.Positions;
import dev.varve.graph.Graph;

/// A graph, and where its parts were written.
///
/// @param places by path into the graph, such as `sites`, host, `routes`, `0`
public record Compiled(Graph graph, Positions places) {}
