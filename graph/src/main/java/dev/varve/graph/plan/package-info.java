/// The difference between two graphs, and what it means for connections that are open.
package dev.varve.graph.plan;
