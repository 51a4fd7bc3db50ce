/// Counters of the data plane.
package dev.varve.edge.metric;
