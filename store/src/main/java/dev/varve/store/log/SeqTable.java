package dev.varve.store.log;

/// Where the records of a segment lie. Immutable to readers up to what was published to them.
sealed interface SeqTable permits GrowingTable, MappedTable {
  /// The first position the segment is about.
  long first();

  /// The last position the segment is about; `first - 1` when it has none.
  long last();

  /// Where the record starts in the segment, 0 when it is not there.
  long offset(long seq);

  /// The first position from `seq` on that has a record, 0 when there is none.
  long next(long seq);
}
