/// What a graph does with a request, told without opening a port.
package dev.varve.graph.explain;
