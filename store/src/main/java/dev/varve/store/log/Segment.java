package dev.varve.store.log;

import dev.varve.store.disk.DiskFile;
import dev.varve.store.engine.Removed;
import dev.varve.store.record.Entry;
import dev.varve.store.record.Unpacking;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
  final int generation;
  final DiskFile file;
  final Arena arena = Arena.ofShared();
  final MemorySegment memory;
  private volatile SeqTable table;
  private volatile @Nullable TimeMarks marks;
  private long end = HEADER;

  /// A segment to be written to, or to be read through.
  Segment(int id, DiskFile file, long first) throws IOException {
    this.id = id;
    this.generation = 0;
    this.file = file;
    this.memory = file.map(file.size(), arena);
    this.table = new GrowingTable(first);
  }

  /// A complete one.
  Segment(DiskFile file, MappedTable table, Arena tableArena) throws IOException {
    this.id = table.facts().id();
    this.generation = table.facts().generation();
    this.file = file;
    this.memory = file.map(file.size(), arena);
    this.table = table;
    this.end = table.facts().end();
    this.tableArena = tableArena;
  }

  private volatile @Nullable Arena tableArena;

  static String name(int id, int generation) {
    String digits = String.valueOf(id);
    return "0".repeat(Math.max(0, 8 - digits.length())) + digits + "-" + generation + ".log";
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
    return memory.byteSize() >= HEADER
        && MemorySegment.mismatch(
                memory, 0, HEADER, MemorySegment.ofArray(header(id, store)), 0, HEADER)
            < 0;
  }

  SeqTable table() {
    return table;
  }

  boolean isComplete() {
    return table instanceof MappedTable;
  }

  /// The table is in a file from now on.
  void complete(MappedTable mapped, Arena mappedArena) {
    tableArena = mappedArena;
    table = mapped;
  }

  int covers() {
    return table instanceof MappedTable mapped ? mapped.facts().covers() : id;
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
    return table.last() < table.first();
  }

  long first() {
    return table.first();
  }

  long last() {
    return table.last();
  }

  /// What compaction has removed of the positions it stands for.
  List<Removed> removed() {
    return table instanceof MappedTable mapped ? mapped.removed() : List.of();
  }

  long lastTime() {
    if (table instanceof MappedTable mapped) {
      return mapped.facts().lastTime();
    }
    Entry end = entry(last());
    return end == null ? 0 : end.time();
  }

  /// The time of the first record, or of nothing yet.
  long firstTime() {
    if (table instanceof MappedTable mapped) {
      return mapped.facts().firstTime();
    }
    Entry first = entry(table.next(first()));
    return first == null ? Long.MAX_VALUE : first.time();
  }

  /// Null where it is not complete.
  @Nullable TimeMarks timeMarks() {
    TimeMarks known = marks;
    if (known == null && isComplete()) {
      known = TimeMarks.of(this);
      marks = known;
    }
    return known;
  }

  /// Notes a record that lies at the end, and moves the end behind it.
  void note(long seq, int length) {
    if (table instanceof GrowingTable growing) {
      growing.add(seq, end);
      end += length;
    } else {
      throw new IllegalStateException("segment " + id + " is complete");
    }
  }

  /// Leaves out bytes that cannot be read.
  void skipTo(long offset) {
    end = offset;
  }

  /// The record, or null when it is not here.
  @Nullable Entry entry(long seq) {
    long offset = table.offset(seq);
    return offset == 0 ? null : new Entry(memory, offset);
  }

  void close() throws IOException {
    arena.close();
    Unpacking.forget(memory);
    Arena mapped = tableArena;
    if (mapped != null) {
      mapped.close();
    }
    file.close();
  }
}
