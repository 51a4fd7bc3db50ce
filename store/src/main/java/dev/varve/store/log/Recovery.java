package dev.varve.store.log;

import static dev.varve.store.log.RecordLayout.*;

import dev.varve.base.Problem;
import dev.varve.store.StoreCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Finds the end of the log after a crash or a clean stop.
///
/// Transactions are taken while they are whole, follow each other without a gap and their epochs do
/// not fall. Where that ends, three things may lie behind: a torn last group, which was never
/// acknowledged and is dropped; the next segment; or more of the log after a damaged place. Every
/// record says up to where the log was durable when it was written, so a later record proves damage
/// when what it vouches for cannot be read.
public final class Recovery {
  private final Disk disk;
  private final Superblock superblock;
  private final SegmentSupply supply;
  private final Checksum checksum = new Checksum();
  private final List<Problem> damage = new ArrayList<>();
  private long last;
  private int epoch;

  /// Is shown what was found.
  public interface Visitor {
    void record(Entry record);
  }

  /// What the log consists of.
  record Found(List<Segment> segments, long last, List<Problem> damage) {}

  Recovery(Disk disk, Superblock superblock, SegmentSupply supply) {
    this.disk = disk;
    this.superblock = superblock;
    this.supply = supply;
  }

  Found run(long from, Visitor visitor) throws IOException {
    List<Segment> segments = openAll();
    int used = 0;
    while (used < segments.size()) {
      Segment segment = segments.get(used);
      long before = last;
      scan(segment, from, visitor);
      if (last == before && used > 0) {
        break;
      }
      used++;
    }
    dropUnused(segments, Math.max(used, 1));
    if (segments.isEmpty()) {
      segments.add(supply.take(1, 0));
    }
    return new Found(segments, last, List.copyOf(damage));
  }

  private List<Segment> openAll() throws IOException {
    var segments = new ArrayList<Segment>();
    for (String name : disk.list()) {
      if (name.endsWith(".log")) {
        int id = Integer.parseInt(name, 0, 8, 10);
        var segment = new Segment(id, disk.open(name));
        if (!segment.hasHeader(superblock.store())) {
          segment.close();
          disk.delete(name);
        } else {
          segments.add(segment);
        }
      }
    }
    return segments;
  }

  private void dropUnused(List<Segment> segments, int used) throws IOException {
    while (segments.size() > used) {
      Segment segment = segments.removeLast();
      segment.close();
      disk.delete(Segment.name(segment.id));
    }
  }

  private void scan(Segment segment, long from, Visitor visitor) throws IOException {
    while (true) {
      int records = wholeTransaction(segment);
      if (records == 0) {
        findDamage(segment);
        return;
      }
      for (int i = 0; i < records; i++) {
        var record = new Entry(segment.memory, segment.end());
        segment.note(++last, record.length());
        epoch = record.epoch();
        if (last > from) {
          visitor.record(record);
        }
      }
    }
  }

  /// How many records the transaction at the end of the segment has; 0 when it is not whole.
  private int wholeTransaction(Segment segment) {
    long at = segment.end();
    int count = 0;
    for (int index = 0; ; index++) {
      if (!valid(segment, at, last + 1 + index)) {
        return 0;
      }
      var record = new Entry(segment.memory, at);
      count = index == 0 ? record.count() : count;
      if (record.index() != index || record.count() != count) {
        return 0;
      }
      if (index == count - 1) {
        return count;
      }
      at += record.length();
    }
  }

  private boolean valid(Segment segment, long at, long seq) {
    if (at + HEADER > segment.capacity()) {
      return false;
    }
    var record = new Entry(segment.memory, at);
    return record.seq() == seq && record.epoch() >= epoch && intact(segment, record);
  }

  private boolean intact(Segment segment, Entry record) {
    int length = record.length();
    return length >= HEADER
        && length <= RECORD_MAX
        && (length & 7) == 0
        && record.offset() + length <= segment.capacity()
        && segment.memory.get(Entry.INT, record.offset() + CRC)
            == checksum.of(segment.id, segment.memory, record.offset(), length);
  }

  /// Looks behind the end of what could be read for records that vouch for more.
  private void findDamage(Segment segment) {
    for (long at = segment.end(); at + HEADER <= segment.capacity(); at += 8) {
      var record = new Entry(segment.memory, at);
      long seq = record.seq();
      if (seq > last
          && seq < last + (1L << 32)
          && record.epoch() >= epoch
          && record.durable() > last
          && intact(segment, record)) {
        damage.add(
            new Problem(
                StoreCode.DAMAGED,
                Segment.name(segment.id) + " at byte " + segment.end(),
                "versions "
                    + (last + 1)
                    + " to "
                    + record.durable()
                    + " were acknowledged and must be readable, but are not",
                "run 'varve db verify', then restore from a backup or open with the damage accepted"));
        return;
      }
    }
  }
}
