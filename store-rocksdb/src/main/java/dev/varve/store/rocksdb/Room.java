package dev.varve.store.rocksdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Room on the disk, granted piece by piece, so that a disk that gets full refuses writes before
/// RocksDB meets its end: that would stop it until it is opened again. One thread at a time.
final class Room {
  /// What a grant allows to be written.
  private static final long GRANT = 16L << 20;

  /// What must be left on the disk for tables, their rewriting and a grant.
  private static final long RESERVE = 128L << 20;

  private final Free free;
  private final Path directory;
  private long left;

  /// How many bytes the disk still takes.
  interface Free {
    long bytes() throws IOException;
  }

  Room(Free free, Path directory) {
    this.free = free;
    this.directory = directory;
  }

  static Room in(Path directory) {
    return new Room(() -> Files.getFileStore(directory).getUsableSpace(), directory);
  }

  long left() {
    return left;
  }

  void took(long bytes) {
    left -= bytes;
  }

  /// @throws IOException when the disk has less than the reserve
  void make(long bytes) throws IOException {
    long usable = free.bytes();
    if (usable < RESERVE + bytes) {
      throw new IOException("No space left on device: " + usable + " bytes of " + directory);
    }
    left = Math.max(GRANT, bytes);
  }
}
