/// JSON documents with their whole history.
@org.jspecify.annotations.NullMarked
module dev.varve.store {
  requires transitive dev.varve.base;

  exports dev.varve.store;
}
