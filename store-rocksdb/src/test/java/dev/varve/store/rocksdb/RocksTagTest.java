package dev.varve.store.rocksdb;

import dev.varve.store.Store;
import dev.varve.store.StoreOptions;
import dev.varve.store.TagTest;
import java.nio.file.Path;

/// Tags over RocksDB.
class RocksTagTest extends TagTest {
  @Override
  protected Store open(Path at, StoreOptions options) {
    return RocksStore.open(at, options);
  }
}
