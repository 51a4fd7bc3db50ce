/// Who may use a route.
package dev.varve.edge.guard;
