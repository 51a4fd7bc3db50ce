package dev.varve.store.log;

import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.store.disk.Disk;
import dev.varve.store.problem.StoreCode;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.zip.CRC32C;

/// The file that says what the directory is, replaced as a whole at each opening.
///
/// ```
/// store = "VARVEDIR" format:u32 epoch:u32 id:u64 crc:u32
/// ```
///
/// The format is that of the newest file there may be in the directory: opening one of an older
/// format makes it one of this. Format 2 counts in its tables what compaction removed, and packs
/// values. Format 3 has values in pieces. Format 4 packs values one by one with a dictionary.
///
/// The epoch counts openings. Records carry it, and it never falls along the log: what an earlier
/// run left behind a torn end cannot be mistaken for a continuation of what was written since.
///
/// @param store a random number that all files of the store carry
/// @param epoch from 1
record Superblock(long store, int epoch) {
  static final String NAME = "store";
  private static final String FRESH = "store.new";
  private static final int FORMAT = 4;
  private static final int LENGTH = 28;
  private static final byte[] MAGIC = "VARVEDIR".getBytes(StandardCharsets.US_ASCII);

  /// Reads the file, counts one up and writes it durably; creates it for a new store.
  static Superblock next(Disk disk) throws IOException {
    Superblock next;
    if (disk.list().contains(NAME)) {
      Superblock found = read(disk);
      next = new Superblock(found.store, found.epoch + 1);
    } else {
      next = new Superblock(new SecureRandom().nextLong(), 1);
    }
    next.write(disk);
    return next;
  }

  private static Superblock read(Disk disk) throws IOException {
    byte[] bytes;
    try (var file = disk.open(NAME);
        var arena = Arena.ofConfined()) {
      long size = file.size();
      bytes =
          size == LENGTH
              ? file.map(LENGTH, arena).toArray(ValueLayout.JAVA_BYTE)
              : new byte[LENGTH];
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (!Arrays.equals(bytes, 0, 8, MAGIC, 0, 8) || buffer.getInt(24) != crc(bytes)) {
      throw new Failure(
          new Problem(
              StoreCode.DAMAGED,
              NAME,
              "the file must begin with the store's mark and match its checksum, but does not",
              "restore the directory from a backup"));
    }
    if (buffer.getInt(8) < 1 || buffer.getInt(8) > FORMAT) {
      throw new Failure(
          new Problem(
              StoreCode.UNKNOWN_FORMAT,
              NAME,
              "the format must be at most " + FORMAT + ", but is " + buffer.getInt(8),
              "open it with the program that wrote it"));
    }
    return new Superblock(buffer.getLong(16), buffer.getInt(12));
  }

  void write(Disk disk) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(LENGTH).order(ByteOrder.LITTLE_ENDIAN);
    buffer.put(MAGIC).putInt(FORMAT).putInt(epoch).putLong(store);
    buffer.putInt(crc(buffer.array())).flip();
    try (var file = disk.create(FRESH, LENGTH)) {
      file.write(buffer, 0);
      file.sync();
    }
    disk.rename(FRESH, NAME);
    disk.syncNames();
  }

  private static int crc(byte[] bytes) {
    var crc = new CRC32C();
    crc.update(bytes, 0, 24);
    return (int) crc.getValue();
  }
}
