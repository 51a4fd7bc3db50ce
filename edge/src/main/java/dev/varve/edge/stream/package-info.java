/// TCP, TLS by name and UDP, passed on as they are.
package dev.varve.edge.stream;
