package dev.varve.store.log;

import dev.varve.store.engine.Records;
import dev.varve.store.record.Entry;
import java.util.Arrays;

/// The times of some records of a complete segment, evenly spread: where a time lies is told by
/// them within [#EVERY] positions, so that a walk back through a key's versions looks at hardly any
/// that it does not want. In memory, 16 bytes a mark; made when first asked for.
final class TimeMarks {
  private static final int EVERY = 128;

  private final long[] seqs;
  private final long[] times;

  private TimeMarks(long[] seqs, long[] times) {
    this.seqs = seqs;
    this.times = times;
  }

  static TimeMarks of(Segment segment) {
    SeqTable table = segment.table();
    var seqs = new long[16];
    var times = new long[16];
    int count = 0;
    for (long seq = table.next(table.first()); seq != 0; seq = table.next(seq + EVERY)) {
      if (count == seqs.length) {
        seqs = Arrays.copyOf(seqs, 2 * count);
        times = Arrays.copyOf(times, 2 * count);
      }
      seqs[count] = seq;
      times[count++] = new Entry(segment.memory, table.offset(seq)).time();
    }
    return new TimeMarks(Arrays.copyOf(seqs, count), Arrays.copyOf(times, count));
  }

  /// @param end from where on, behind the segment, everything is after the time
  Records.Span span(long time, long end) {
    int low = 0;
    int high = times.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (times[middle] <= time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return new Records.Span(low == 0 ? 0 : seqs[low - 1], low == seqs.length ? end : seqs[low]);
  }
}
