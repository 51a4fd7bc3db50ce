/// The places requests can be sent to, kept over changes of the graph.
package dev.varve.edge.upstream;
