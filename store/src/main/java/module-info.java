/// JSON documents with their whole history.
@org.jspecify.annotations.NullMarked
@SuppressWarnings("module") // an engine that the program does not carry is named
module dev.varve.store {
  requires transitive dev.varve.base;
  requires com.github.luben.zstd_jni;
  requires re2j;

  exports dev.varve.store;
  exports dev.varve.store.diff;
  exports dev.varve.store.engine to
      dev.varve.store.rocksdb;
  exports dev.varve.store.filter;
  exports dev.varve.store.local;
  exports dev.varve.store.node to
      dev.varve.store.rocksdb;
  exports dev.varve.store.problem;
  exports dev.varve.store.query;
  exports dev.varve.store.query.plan;
  exports dev.varve.store.record to
      dev.varve.store.rocksdb;
  exports dev.varve.store.schema;
  exports dev.varve.store.view;
}
