/// The store's versions in RocksDB.
package dev.varve.store.rocksdb;
