package dev.varve.store.rocksdb;

import dev.varve.store.Store;
import dev.varve.store.StoreOptions;
import dev.varve.store.node.ConcurrencyTest;
import java.nio.file.Path;

/// Many threads at once over RocksDB.
class RocksConcurrencyTest extends ConcurrencyTest {
  @Override
  protected Store open(Path at, StoreOptions options) {
    return RocksStore.open(at, options);
  }
}
