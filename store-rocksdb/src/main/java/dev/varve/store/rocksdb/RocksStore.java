package dev.varve.store.rocksdb;

import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.store.Store;
import dev.varve.store.StoreOptions;
import dev.varve.store.node.LogStore;
import dev.varve.store.problem.StoreCode;
import java.io.IOException;
import java.nio.file.Path;

/// Stores whose versions RocksDB keeps. Everything a [Store] promises holds for them, too.
public final class RocksStore {
  private RocksStore() {}

  /// Opens or creates the store in a directory, which holds nothing else.
  ///
  /// @param options its `segmentBytes` are what RocksDB gathers in memory for each table
  /// @throws Failure when another process has it, or it cannot be read
  public static Store open(Path directory, StoreOptions options) {
    try {
      return LogStore.over(RocksEngine.open(directory, options.segmentBytes()), options);
    } catch (IOException e) {
      throw new Failure(
          new Problem(
              StoreCode.IO_FAILED,
              directory.toString(),
              "the data directory must be readable and writable, but opening it failed: " + e,
              "check the path, its owner and the disk"),
          e);
    }
  }
}
