/// Benchmarks.
@org.jspecify.annotations.NullMarked
module dev.varve.bench {
  requires dev.varve.base;
  requires dev.varve.graph;
  requires dev.varve.store;
  requires jmh.core;
}
