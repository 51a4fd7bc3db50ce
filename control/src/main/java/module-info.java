/// Revisions, reload and the admin listener.
@org.jspecify.annotations.NullMarked
module dev.varve.control {
  requires transitive dev.varve.edge;
  requires transitive dev.varve.store;
}
