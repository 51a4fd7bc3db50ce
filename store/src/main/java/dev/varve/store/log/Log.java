package dev.varve.store.log;

import static dev.varve.store.log.RecordLayout.*;

import dev.varve.base.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The records of a store in the order of their seq, over segments. One writer; any readers.
public final class Log implements Chain.Lookup {
  private final Disk disk;
  private final Superblock superblock;
  private final SegmentSupply supply;
  private final Checksum checksum = new Checksum();
  private final List<Problem> damage;
  private ByteBuffer direct = ByteBuffer.allocateDirect(128 << 10);

  /// In the order of their ids and seqs; the last one is written to.
  private volatile Segment[] segments;

  private long last;
  private long durable;
  private final AtomicLong syncs = new AtomicLong();

  Log(Disk disk, Superblock superblock, SegmentSupply supply, Recovery.Found found) {
    this.disk = disk;
    this.superblock = superblock;
    this.supply = supply;
    this.segments = found.segments().toArray(new Segment[0]);
    this.damage = found.damage();
    this.last = found.last();
    this.durable = found.last();
  }

  /// Opens the log and shows every whole transaction after `from`, record by record.
  public static Log open(Disk disk, long segmentBytes, long from, Recovery.Visitor visitor)
      throws IOException {
    Superblock superblock = Superblock.next(disk);
    var supply = new SegmentSupply(disk, superblock.store(), segmentBytes);
    Recovery.Found found = new Recovery(disk, superblock, supply).run(from, visitor);
    return new Log(disk, superblock, supply, found);
  }

  /// The latest position written.
  public long last() {
    return last;
  }

  public List<Problem> damage() {
    return damage;
  }

  public int segmentCount() {
    return segments.length;
  }

  public long syncs() {
    return syncs.get();
  }

  public long diskBytes() {
    long sum = 0;
    for (Segment segment : segments) {
      sum += segment.capacity();
    }
    return sum;
  }

  private Segment active() {
    return segments[segments.length - 1];
  }

  /// Bytes that still go into the segment written to.
  public long room() {
    return active().room();
  }

  /// Goes on in a new segment with room for at least so many bytes.
  ///
  /// @throws IOException when there is no room on the disk; the log stays as it was
  public void roll(int bytes) throws IOException {
    Segment next = supply.take(active().id + 1, bytes);
    if (durable < last) {
      sync();
    }
    Segment[] more = Arrays.copyOf(segments, segments.length + 1);
    more[segments.length] = next;
    segments = more;
  }

  /// Writes a group, which must fit, and syncs it when asked.
  public void append(Group group, boolean synced) throws IOException {
    Segment segment = active();
    stamp(group, segment.id);
    fill(group);
    if (synced) {
      segment.file.writeSynced(direct, segment.end());
      syncs.incrementAndGet();
    } else {
      segment.file.write(direct, segment.end());
    }
    byte[] bytes = group.bytes();
    for (int at = 0; at < group.length(); ) {
      int length = intAt(bytes, at);
      segment.note(++last, length);
      at += length;
    }
    if (synced) {
      durable = last;
    }
  }

  /// Makes everything written durable.
  public void sync() throws IOException {
    long upTo = last;
    active().file.sync();
    syncs.incrementAndGet();
    durable = upTo;
  }

  public boolean isDurable() {
    return durable == last;
  }

  private void stamp(Group group, int segment) {
    byte[] bytes = group.bytes();
    long seq = last;
    for (int at = 0; at < group.length(); ) {
      int length = intAt(bytes, at);
      seq++;
      putInt(bytes, at + EPOCH, superblock.epoch());
      putInt(bytes, at + LAG, (int) Math.min(seq - durable, 0xFFFF_FFFFL));
      putInt(bytes, at + CRC, checksum.of(segment, bytes, at, length));
      at += length;
    }
  }

  private void fill(Group group) {
    if (direct.capacity() < group.length()) {
      direct = ByteBuffer.allocateDirect(group.length());
    }
    direct.clear().put(group.bytes(), 0, group.length()).flip();
  }

  private static int intAt(byte[] bytes, int at) {
    return (bytes[at] & 0xFF)
        | (bytes[at + 1] & 0xFF) << 8
        | (bytes[at + 2] & 0xFF) << 16
        | bytes[at + 3] << 24;
  }

  private static void putInt(byte[] bytes, int at, int value) {
    bytes[at] = (byte) value;
    bytes[at + 1] = (byte) (value >>> 8);
    bytes[at + 2] = (byte) (value >>> 16);
    bytes[at + 3] = (byte) (value >>> 24);
  }

  /// The record at a position, or null when there is none or retention has removed it.
  @Override
  public @Nullable Entry record(long seq) {
    Segment segment = segmentOf(seq);
    return segment == null ? null : segment.record(seq);
  }

  /// The last position up to `most` whose transaction is not after the time; 0 when all are.
  public long seqAt(long time, long most) {
    long low = 0;
    long high = most;
    while (low < high) {
      long middle = low + (high - low + 1) / 2;
      Entry record = record(middle);
      if (record != null && record.time() <= time) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private @Nullable Segment segmentOf(long seq) {
    Segment[] all = segments;
    for (int i = all.length - 1; i >= 0; i--) {
      if (!all[i].isEmpty() && all[i].first() <= seq) {
        return all[i];
      }
    }
    return null;
  }

  public void close() throws IOException {
    try {
      if (damage.isEmpty() && !isDurable()) {
        sync();
      }
    } finally {
      for (Segment segment : segments) {
        segment.close();
      }
      disk.close();
    }
  }
}
