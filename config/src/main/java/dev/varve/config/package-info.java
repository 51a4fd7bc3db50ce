/// Authoring: what people write, in any language, to a value tree with places, to a graph.
package dev.varve.config;
