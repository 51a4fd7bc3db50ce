package dev.varve.store.log;

/// Checks records where they lie.
public final class Inspection {
  private final Log log;
  private final Checksum checksum = new Checksum();

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
    if (segment == null || entry == null) {
      return false;
    }
    int length = entry.length();
    return length >= RecordLayout.HEADER
        && length <= RecordLayout.RECORD_MAX
        && entry.offset() + length <= segment.capacity()
        && entry.seq() == seq
        && segment.memory.get(Entry.INT, entry.offset() + RecordLayout.CRC)
            == checksum.of(segment.id, segment.memory, entry.offset(), length);
  }
}
