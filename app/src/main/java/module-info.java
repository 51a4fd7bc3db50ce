/// What application authors compile against.
@org.jspecify.annotations.NullMarked
module dev.varve.app {
  requires transitive dev.varve.http;
  requires transitive dev.varve.store;
  requires dev.varve.graph;

  exports dev.varve.app;
}
