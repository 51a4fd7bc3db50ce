package dev.varve.store.rocksdb;

import java.io.IOException;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/// Changes that happen together or not at all.
final class Batch implements AutoCloseable {
  private final Database database;
  private final WriteBatch rocks = new WriteBatch();

  Batch(Database database) {
    this.database = database;
  }

  void put(Family family, byte[] key, byte[] value) throws IOException {
    try {
      rocks.put(database.handle(family), key, value);
    } catch (RocksDBException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  void delete(Family family, byte[] key) throws IOException {
    try {
      rocks.delete(database.handle(family), key);
    } catch (RocksDBException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  WriteBatch rocks() {
    return rocks;
  }

  @Override
  public void close() {
    rocks.close();
  }
}
