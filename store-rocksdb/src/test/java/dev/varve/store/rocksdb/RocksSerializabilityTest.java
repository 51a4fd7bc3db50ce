package dev.varve.store.rocksdb;

import dev.varve.store.Store;
import dev.varve.store.StoreOptions;
import dev.varve.store.cycle.StoreSerializabilityTest;
import java.nio.file.Path;

/// Histories of concurrent clients over RocksDB.
class RocksSerializabilityTest extends StoreSerializabilityTest {
  @Override
  protected Store open(Path at, StoreOptions options) {
    return RocksStore.open(at, options);
  }
}
