/// The store's versions kept in RocksDB: a second engine, for those who run RocksDB already and as
/// the other side of differential tests. No part of the program.
@org.jspecify.annotations.NullMarked
module dev.varve.store.rocksdb {
  requires transitive dev.varve.store;
  requires rocksdbjni;

  exports dev.varve.store.rocksdb;
}
