/// Where clients connect, and how TLS is spoken with them.
package dev.varve.graph.listen;
