/// How much a client may ask for.
package dev.varve.edge.limit;
