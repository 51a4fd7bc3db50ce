/// Servers that are measured over the wire, and just enough of their protocols.
package dev.varve.bench.store.wire;
