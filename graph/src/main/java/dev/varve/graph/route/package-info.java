/// What a route matches, and what happens to a request before and after its action.
package dev.varve.graph.route;
