/// What application authors compile against.
@org.jspecify.annotations.NullMarked
module dev.varve.app {
  requires transitive dev.varve.http;
  requires transitive dev.varve.store;

  exports dev.varve.app;
}
