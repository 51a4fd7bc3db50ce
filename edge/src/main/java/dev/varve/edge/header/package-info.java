/// Header fields on their way through the edge.
package dev.varve.edge.header;
