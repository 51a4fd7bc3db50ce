package dev.varve.store.log;

import dev.varve.base.Problem;
import dev.varve.store.problem.StoreCode;
import dev.varve.store.record.Checksum;
import dev.varve.store.record.Entry;
import dev.varve.store.record.RecordLayout;

/// Checks records where they lie.
public final class Inspection {
  private final Log log;

  public Inspection(Log log) {
    this.log = log;
  }

  /// Where the record lies, for people.
  public String place(long seq) {
    Segment segment = log.segmentOf(seq);
    Entry entry = segment == null ? null : segment.entry(seq);
    return segment == null || entry == null
        ? "position " + seq
        : Segment.name(segment.id, segment.generation) + " at byte " + entry.offset();
  }

  /// Whether the record is as it was written.
  public boolean isIntact(long seq) {
    Segment segment = log.segmentOf(seq);
    Entry entry = segment == null ? null : segment.entry(seq);
    return segment != null && entry != null && isIntact(segment, entry, seq);
  }

  static boolean isIntact(Segment segment, Entry entry, long seq) {
    int length = entry.length();
    return length >= RecordLayout.HEADER
        && length <= RecordLayout.RECORD_MAX
        && entry.offset() + length <= segment.capacity()
        && entry.seq() == seq
        && segment.memory.get(Entry.INT, entry.offset() + RecordLayout.CRC)
            == new Checksum().of(segment.id, segment.memory, entry.offset(), length);
  }

  /// That the record is damaged.
  Problem problem(long seq) {
    return new Problem(
        StoreCode.DAMAGED,
        place(seq),
        "version " + seq + " was acknowledged and must be readable, but is damaged",
        "run 'varve db verify', then restore a backup or open with the damage accepted");
  }
}
