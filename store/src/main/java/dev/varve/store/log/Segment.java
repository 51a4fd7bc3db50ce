package dev.varve.store.log;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// One file of the log.
///
/// ```
/// segment = header record* rest
/// header  = "VARVESEG" format:u32 id:u32 store:u64 crc:u32 zero:36
/// crc     = CRC-32C of the 24 bytes before it
/// rest    = zeros, or what a recycled file held before
/// ```
///
/// Little endian. Written by one thread, read by any through memory that shows the file.
final class Segment {
  static final int HEADER = 64;
  static final int FORMAT = 1;
  private static final byte[] MAGIC = "VARVESEG".getBytes(StandardCharsets.US_ASCII);

  final int id;
  final DiskFile file;
  final Arena arena;
  final MemorySegment memory;

  /// The seq of the first record, once there is one.
  private long first;

  /// Where the records start, in units of 8 bytes. Filled by the writer before it publishes.
  private volatile int[] offsets = new int[256];

  private int count;
  private long end = HEADER;

  Segment(int id, DiskFile file) throws IOException {
    this.id = id;
    this.file = file;
    this.arena = Arena.ofShared();
    this.memory = file.map(file.size(), arena);
  }

  static String name(int id) {
    return String.format(java.util.Locale.ROOT, "%08d.log", id);
  }

  static byte[] header(int id, long store) {
    ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
    header.put(MAGIC).putInt(FORMAT).putInt(id).putLong(store);
    var crc = new CRC32C();
    crc.update(header.array(), 0, 24);
    return header.putInt((int) crc.getValue()).array();
  }

  /// Whether the file begins as the segment of this id and store must.
  boolean hasHeader(long store) {
    if (memory.byteSize() < HEADER) {
      return false;
    }
    return MemorySegment.mismatch(
            memory, 0, HEADER, MemorySegment.ofArray(header(id, store)), 0, HEADER)
        < 0;
  }

  long capacity() {
    return memory.byteSize();
  }

  long end() {
    return end;
  }

  long room() {
    return capacity() - end;
  }

  boolean isEmpty() {
    return count == 0;
  }

  long first() {
    return first;
  }

  long last() {
    return first + count - 1;
  }

  /// Notes a record that lies at the end, and moves the end behind it.
  void note(long seq, int length) {
    if (count == 0) {
      first = seq;
    }
    int[] known = offsets;
    if (count == known.length) {
      known = Arrays.copyOf(known, 2 * count);
    }
    known[count++] = (int) (end >>> 3);
    offsets = known;
    end += length;
  }

  /// The record, or null when it is not here.
  @Nullable Entry record(long seq) {
    long index = seq - first;
    int[] known = offsets;
    if (index < 0 || index >= known.length || known[(int) index] == 0) {
      return null;
    }
    return new Entry(memory, Integer.toUnsignedLong(known[(int) index]) << 3);
  }

  void close() throws IOException {
    arena.close();
    file.close();
  }
}
