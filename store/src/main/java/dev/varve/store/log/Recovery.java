package dev.varve.store.log;

import static dev.varve.store.record.RecordLayout.*;

import dev.varve.base.Problem;
import dev.varve.store.disk.Disk;
import dev.varve.store.problem.StoreCode;
import dev.varve.store.record.Checksum;
import dev.varve.store.record.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;

/// Finds the end of the log after a crash or a clean stop.
///
/// Complete segments are taken by their tables. In the others transactions are taken while they are
/// whole, follow each other without a gap and their epochs do not fall. Where that ends, three
/// things may lie behind: a torn last group, which was never acknowledged and is dropped; the next
/// segment; or more of the log after a damaged place. Every record says up to where the log was
/// durable when it was written, so a later record proves damage when what it vouches for cannot be
/// read. Then the damaged positions stay empty and the log goes on behind them.
public final class Recovery {
  private final Disk disk;
  private final long store;
  private final Checksum checksum = new Checksum();
  private final List<Problem> damage = new ArrayList<>();
  private final List<Long> halfErased = new ArrayList<>();
  private final long from;
  private final Visitor visitor;
  private long last;
  private int epoch;

  /// Is shown what was found.
  public interface Visitor {
    void entry(Entry entry);
  }

  /// What the log consists of.
  ///
  /// @param halfErased records that were being erased when a crash came
  record Found(List<Segment> segments, long last, List<Problem> damage, List<Long> halfErased) {}

  /// @param from records up to here are not shown
  Recovery(Disk disk, long store, long from, Visitor visitor) {
    this.disk = disk;
    this.store = store;
    this.from = from;
    this.visitor = visitor;
  }

  Found run(SegmentSupply supply) throws IOException {
    NavigableMap<Integer, Optional<Segment>> files = SegmentFiles.list(disk, store);
    var segments = new ArrayList<Segment>();
    for (Map.Entry<Integer, Optional<Segment>> file : files.entrySet()) {
      int id = file.getKey();
      Segment complete = file.getValue().orElse(null);
      if (complete == null) {
        scan(id, List.copyOf(files.tailMap(id, false).keySet()), segments);
      } else {
        segments.add(complete);
        show(complete);
        last = Math.max(last, complete.last());
      }
    }
    if (segments.isEmpty() || segments.getLast().isComplete()) {
      int id = segments.isEmpty() ? 1 : segments.getLast().id + 1;
      segments.add(supply.take(id, 0, 0, last + 1));
    }
    return new Found(segments, last, List.copyOf(damage), List.copyOf(halfErased));
  }

  private void scan(int id, List<Integer> later, List<Segment> segments) throws IOException {
    var segment = new Segment(id, disk.open(name(id)), last + 1);
    if (segment.hasHeader(store)) {
      scan(segment, later);
    }
    if (segment.isEmpty()) {
      segment.close();
      disk.delete(name(id));
    } else {
      segments.add(segment);
    }
  }

  private static String name(int id) {
    return Segment.name(id, 0);
  }

  /// Shows what a complete segment has behind `from`.
  private void show(Segment segment) {
    if (segment.last() <= from) {
      return;
    }
    SeqTable table = segment.table();
    for (long seq = table.next(from + 1); seq != 0; seq = table.next(seq + 1)) {
      var entry = new Entry(segment.memory, table.offset(seq));
      if (intact(segment, entry)) {
        visitor.entry(entry);
      } else if (wasBeingErased(segment, entry, seq)) {
        halfErased.add(seq);
        visitor.entry(entry);
      } else {
        damaged(segment, entry.offset(), seq, seq);
      }
    }
  }

  /// Erasing changes nothing but the mark, the value and the checksum.
  private static boolean wasBeingErased(Segment segment, Entry entry, long seq) {
    int length = entry.length();
    return entry.erased()
        && !entry.hasValue()
        && entry.seq() == seq
        && length >= HEADER
        && length <= RECORD_MAX
        && entry.offset() + length <= segment.capacity()
        && entry.valueStart() + entry.valueLength() <= length;
  }

  private void scan(Segment segment, List<Integer> later) throws IOException {
    while (true) {
      int records = wholeTransaction(segment);
      if (records == 0 && !skipDamage(segment)) {
        damagedBefore(segment, later);
        return;
      }
      for (int i = 0; i < records; i++) {
        var entry = new Entry(segment.memory, segment.end());
        segment.note(++last, entry.length());
        epoch = entry.epoch();
        if (last > from) {
          visitor.entry(entry);
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
      var entry = new Entry(segment.memory, at);
      count = index == 0 ? entry.count() : count;
      if (entry.index() != index || entry.count() != count) {
        return 0;
      }
      if (index == count - 1) {
        return count;
      }
      at += entry.length();
    }
  }

  private boolean valid(Segment segment, long at, long seq) {
    if (at + HEADER > segment.capacity()) {
      return false;
    }
    var entry = new Entry(segment.memory, at);
    return entry.seq() == seq && entry.epoch() >= epoch && intact(segment, entry);
  }

  private boolean intact(Segment segment, Entry entry) {
    int length = entry.length();
    return length >= HEADER
        && length <= RECORD_MAX
        && (length & 7) == 0
        && entry.offset() + length <= segment.capacity()
        && segment.memory.get(Entry.INT, entry.offset() + CRC)
            == checksum.of(segment.id, segment.memory, entry.offset(), length);
  }

  /// Looks behind the end of what could be read for a record that vouches for more, and goes on
  /// there when it finds one.
  private boolean skipDamage(Segment segment) {
    for (long at = segment.end(); at + HEADER <= segment.capacity(); at += 8) {
      var entry = new Entry(segment.memory, at);
      if (vouches(segment, entry)) {
        damaged(segment, segment.end(), last + 1, entry.seq() - 1);
        segment.skipTo(at);
        last = entry.seq() - 1;
        return true;
      }
    }
    return false;
  }

  private boolean vouches(Segment segment, Entry entry) {
    long seq = entry.seq();
    return seq > last + 1
        && seq < last + (1L << 24)
        && entry.index() == 0
        && entry.epoch() >= epoch
        && entry.durable() > last
        && intact(segment, entry);
  }

  /// When a later segment vouches for more than this one has, what is missing stays empty.
  private void damagedBefore(Segment segment, List<Integer> later) throws IOException {
    for (int id : later) {
      if (!disk.list().contains(name(id))) {
        continue;
      }
      var next = new Segment(id, disk.open(name(id)), last + 1);
      try {
        var entry = new Entry(next.memory, Segment.HEADER);
        if (!next.hasHeader(store) || valid(next, Segment.HEADER, last + 1)) {
          return;
        }
        if (vouches(next, entry)) {
          damaged(segment, segment.end(), last + 1, entry.seq() - 1);
          last = entry.seq() - 1;
          return;
        }
      } finally {
        next.close();
      }
    }
  }

  private void damaged(Segment segment, long offset, long first, long until) {
    damage.add(
        new Problem(
            StoreCode.DAMAGED,
            name(segment.id) + " at byte " + offset,
            "versions "
                + first
                + " to "
                + until
                + " were acknowledged and must be readable, but are damaged",
            "run 'varve db verify', then restore a backup or open with the damage accepted"));
  }
}
