/// Benchmarks.
@org.jspecify.annotations.NullMarked
module dev.varve.bench {
  requires dev.varve.base;
  requires dev.varve.graph;
  requires dev.varve.store;
  requires java.management;
  requires java.net.http;
  requires java.sql;
  requires jmh.core;
  requires lmdbjava;
  requires rocksdbjni;
}
