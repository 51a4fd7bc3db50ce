/// The access log.
package dev.varve.edge.log;
