/// What a client gets to see when there is no proper answer.
package dev.varve.edge.error;
