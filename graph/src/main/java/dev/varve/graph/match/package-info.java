/// Finds the route that answers a request.
package dev.varve.graph.match;
