package dev.varve.store.log;

import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.store.disk.Disk;
import dev.varve.store.engine.Records;
import dev.varve.store.problem.StoreCode;
import dev.varve.store.record.Checksum;
import dev.varve.store.record.Entry;
import dev.varve.store.record.RecordLayout;
import dev.varve.store.record.Unpacking;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// Backups: the records of the log as a stream, every id as it was.
///
/// ```
/// backup = "VARVEBAK" format:u32 store:u64 after:u64 upto:u64 record* end
/// record = length:u32 bytes      as in the log, the checksum bound to segment 0
/// end    = 0:u32 records:u64
/// ```
///
/// Numbers of the frame are big endian. A backup holds the positions after `after` up to `upto`; a
/// full one is after 0. Positions that retention removed are left out.
public final class Archive {
  private static final byte[] MAGIC = "VARVEBAK".getBytes(StandardCharsets.US_ASCII);
  private static final int FORMAT = 1;

  private Archive() {}

  /// What a backup holds.
  public record Contents(long after, long upTo, long records) {}

  /// Writes the records after one position up to another.
  public static Contents write(Records from, long after, long upTo, OutputStream to)
      throws IOException {
    var out = new DataOutputStream(to);
    out.write(MAGIC);
    out.writeInt(FORMAT);
    out.writeLong(from.store());
    out.writeLong(after);
    out.writeLong(upTo);
    var checksum = new Checksum();
    var unpacking = new Unpacking();
    long records = 0;
    for (long seq = from.next(after + 1); seq != 0 && seq <= upTo; seq = from.next(seq + 1)) {
      Entry entry = from.entry(seq);
      if (entry != null) {
        byte[] bytes = bound(entry.whole(unpacking), 0, checksum);
        out.writeInt(bytes.length);
        out.write(bytes);
        records++;
      }
    }
    out.writeInt(0);
    out.writeLong(records);
    out.flush();
    return new Contents(after, upTo, records);
  }

  private static byte[] bound(byte[] bytes, int segment, Checksum checksum) {
    MemorySegment.ofArray(bytes)
        .set(Entry.INT, RecordLayout.CRC, checksum.of(segment, bytes, 0, bytes.length));
    return bytes;
  }

  /// Makes the log of an empty directory out of backups that follow each other. One at a time.
  public static final class Restoring {
    private final Disk disk;
    private final long segmentBytes;
    private final long most;
    private final Checksum checksum = new Checksum();
    private long store;
    private long upTo = -1;
    private long last;
    private int segments;
    private byte[] buffer = new byte[1 << 20];
    private int length;
    private GrowingTable places = new GrowingTable(1);
    private long first = 1;
    private long firstTime;
    private long lastTime;
    private int epoch;

    /// @param most restore nothing after this position
    public Restoring(Disk disk, long segmentBytes, long most) {
      this.disk = disk;
      this.segmentBytes = segmentBytes;
      this.most = most;
    }

    /// Takes the next backup.
    ///
    /// @throws Failure when it is none, is not complete or does not follow the one before
    public Contents take(InputStream from, String name) throws IOException {
      var in = new DataInputStream(from);
      try {
        Contents contents = begin(in, name);
        long records = 0;
        for (int size = in.readInt(); size != 0; size = in.readInt()) {
          add(record(in, size, name));
          records++;
        }
        if (in.readLong() != records) {
          throw bad(name, "must hold as many records as it says");
        }
        upTo = contents.upTo();
        return new Contents(contents.after(), contents.upTo(), records);
      } catch (EOFException _) {
        throw bad(name, "must be complete, but ends early");
      }
    }

    private Contents begin(DataInputStream in, String name) throws IOException {
      var magic = new byte[MAGIC.length];
      in.readFully(magic);
      if (!Arrays.equals(magic, MAGIC) || in.readInt() != FORMAT) {
        throw bad(name, "must be a backup of a known format");
      }
      long id = in.readLong();
      long after = in.readLong();
      boolean follows = upTo < 0 ? after == 0 : after == upTo && id == store;
      if (!follows) {
        throw bad(
            name,
            upTo < 0
                ? "must be a full backup to begin with, but is after " + after
                : "must follow the backup before it, up to " + upTo + ", but is after " + after);
      }
      store = id;
      return new Contents(after, in.readLong(), 0);
    }

    private byte[] record(DataInputStream in, int size, String name) throws IOException {
      if (size < RecordLayout.HEADER || size > RecordLayout.RECORD_MAX) {
        throw bad(name, "must hold records of a possible size, but has one of " + size);
      }
      var bytes = new byte[size];
      in.readFully(bytes);
      int crc = MemorySegment.ofArray(bytes).get(Entry.INT, RecordLayout.CRC);
      if (crc != checksum.of(0, bytes, 0, size)) {
        throw bad(name, "must match its checksums, but is damaged");
      }
      return bytes;
    }

    private static Failure bad(String name, String rule) {
      return new Failure(new Problem(StoreCode.BAD_BACKUP, name, rule, "take another backup"));
    }

    private void add(byte[] bytes) throws IOException {
      var entry = new Entry(MemorySegment.ofArray(bytes), 0);
      long end = entry.seq() - entry.index() + entry.count() - 1;
      if (end > most) {
        return;
      }
      if (length > 0 && length + bytes.length > segmentBytes) {
        finishSegment();
      }
      if (length == 0) {
        segments++;
        length = Segment.HEADER;
        firstTime = entry.time();
        System.arraycopy(Segment.header(segments, store), 0, buffer, 0, length);
      }
      if (length + bytes.length > buffer.length) {
        buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, length + bytes.length));
      }
      places.add(entry.seq(), length);
      System.arraycopy(bound(bytes, segments, checksum), 0, buffer, length, bytes.length);
      length += bytes.length;
      last = entry.seq();
      lastTime = entry.time();
      epoch = Math.max(epoch, entry.epoch());
    }

    private void finishSegment() throws IOException {
      try (var file = disk.create(Segment.name(segments, 0), 0)) {
        file.write(ByteBuffer.wrap(buffer, 0, length), 0);
        file.sync();
      }
      var facts =
          new MappedTable.Facts(
              segments, 0, segments, epoch, first, last, firstTime, lastTime, length);
      MappedTable.write(disk, store, facts, places, List.of());
      length = 0;
      first = last + 1;
      places = new GrowingTable(first);
    }

    /// Makes the directory a store. Returns its last position.
    public long finish() throws IOException {
      if (length > 0) {
        finishSegment();
      }
      new Superblock(store, epoch).write(disk);
      return last;
    }
  }
}
