/// Who must have logged in, and how.
package dev.varve.graph.guard;
