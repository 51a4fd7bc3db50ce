/// Runs a graph: match, guard, act.
package dev.varve.edge;
