/// The route graph: what a Varve serves, as one immutable value.
package dev.varve.graph;
