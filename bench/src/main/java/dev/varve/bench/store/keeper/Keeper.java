package dev.varve.bench.store.keeper;

import java.sql.SQLException;

/// A store in this process that takes part. Documents are numbered; [Documents] has them.
public interface Keeper extends AutoCloseable {
  /// Its name and version.
  String name();

  /// Writes one document under a key, returning when it is on the device.
  void put(long key, long document) throws Exception;

  /// Writes the first so many keys, fast and without waiting for the device.
  void load(int keys) throws Exception;

  /// Reads the latest document of a key into memory of this process; its length.
  int get(long key) throws Exception;

  @Override
  void close() throws SQLException;
}
