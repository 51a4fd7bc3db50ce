package dev.varve.store.log;

import java.util.Arrays;

/// The table of the segment that is written to: one writer adds, readers see what was published.
final class GrowingTable implements SeqTable {
  private final long first;
  private volatile int[] offsets = new int[256];
  private volatile int count;

  GrowingTable(long first) {
    this.first = first;
  }

  /// Notes where a record starts. Positions left out have none.
  void add(long seq, long offset) {
    int index = Math.toIntExact(seq - first);
    int[] known = offsets;
    if (index >= known.length) {
      known = Arrays.copyOf(known, Math.max(2 * known.length, index + 1));
    }
    known[index] = (int) (offset >>> 3);
    offsets = known;
    count = index + 1;
  }

  @Override
  public long first() {
    return first;
  }

  @Override
  public long last() {
    return first + count - 1;
  }

  @Override
  public long offset(long seq) {
    int known = count;
    long index = seq - first;
    return index < 0 || index >= known ? 0 : Integer.toUnsignedLong(offsets[(int) index]) << 3;
  }

  @Override
  public long next(long seq) {
    for (long at = Math.max(seq, first); at <= last(); at++) {
      if (offset(at) != 0) {
        return at;
      }
    }
    return 0;
  }
}
