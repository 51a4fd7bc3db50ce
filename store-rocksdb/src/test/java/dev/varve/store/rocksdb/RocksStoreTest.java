package dev.varve.store.rocksdb;

import dev.varve.store.Store;
import dev.varve.store.StoreOptions;
import dev.varve.store.contract.DurableStoreTest;

/// The contract over RocksDB.
class RocksStoreTest extends DurableStoreTest {
  @Override
  protected Store open() {
    return RocksStore.open(
        directory,
        StoreOptions.DEFAULT.with(clock).withSegmentBytes(256 << 10).withBackground(false));
  }
}
