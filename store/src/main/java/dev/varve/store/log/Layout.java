package dev.varve.store.log;

import dev.varve.store.engine.Records;
import dev.varve.store.record.Entry;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The segments at one moment, in the order of their positions. Immutable.
final class Layout {
  private final Segment[] segments;
  private final long[] firsts;
  private final long[] firstTimes;
  private final long replacements;

  /// @param replacements how often segments were replaced up to this layout
  Layout(List<Segment> segments, long replacements) {
    this.replacements = replacements;
    this.segments = segments.toArray(new Segment[0]);
    this.firsts = new long[this.segments.length];
    this.firstTimes = new long[this.segments.length];
    for (int i = 0; i < firsts.length; i++) {
      firsts[i] = this.segments[i].first();
      firstTimes[i] = this.segments[i].firstTime();
    }
  }

  List<Segment> all() {
    return List.of(segments);
  }

  /// How often segments were replaced. A part of the layout, so that who finds the same count
  /// before and after reading has seen one layout only, but for segments that came at its end.
  long replacements() {
    return replacements;
  }

  int size() {
    return segments.length;
  }

  /// The one written to.
  Segment active() {
    return segments[segments.length - 1];
  }

  Segment beforeActive() {
    return segments[segments.length - 2];
  }

  /// The segment that has the position, when any has.
  @Nullable Segment of(long seq) {
    int last = firsts.length - 1;
    if (firsts[last] <= seq) {
      return segments[last];
    }
    int found = Arrays.binarySearch(firsts, seq);
    int index = found >= 0 ? found : -found - 2;
    return index < 0 ? null : segments[index];
  }

  @Nullable Entry entry(long seq) {
    Segment segment = of(seq);
    return segment == null ? null : segment.entry(seq);
  }

  /// The first position from `seq` on that has a record, 0 when there is none.
  long next(long seq) {
    for (Segment segment : segments) {
      if (segment.last() >= seq) {
        long next = segment.table().next(seq);
        if (next != 0) {
          return next;
        }
      }
    }
    return 0;
  }

  /// The last position up to `most` whose time is not after; 0 for none. Positions that compaction
  /// emptied count as what they were: they may have been before the time.
  long seqAt(long time, long most) {
    for (int i = segments.length - 1; i >= 0; i--) {
      Segment segment = segments[i];
      if (!segment.isEmpty() && segment.firstTime() <= time) {
        long found = seqAt(segment, time, Math.min(most, segment.last()));
        if (found != 0) {
          return exactly(found, time) ? found : Math.min(most, before(next(found + 1)));
        }
      }
    }
    return 0;
  }

  /// Where a time lies: by the first times of segments, and within a complete one by some of its
  /// records.
  Records.Span span(long time) {
    int found = Arrays.binarySearch(firstTimes, time);
    int index = found >= 0 ? found : -found - 2;
    long from = index + 1 < firsts.length ? after(index + 1, time) : Long.MAX_VALUE;
    if (index < 0) {
      return new Records.Span(0, from);
    }
    TimeMarks marks = segments[index].timeMarks();
    return marks == null ? new Records.Span(firsts[index], from) : marks.span(time, from);
  }

  /// From where on everything is after the time. The segment written to may have been empty when
  /// this layout was made.
  private long after(int index, long time) {
    long first = segments[index].firstTime();
    return first > time && first != Long.MAX_VALUE ? firsts[index] : Long.MAX_VALUE;
  }

  private boolean exactly(long seq, long time) {
    Entry entry = entry(seq);
    return entry != null && entry.time() == time;
  }

  private static long before(long seq) {
    return seq == 0 ? Long.MAX_VALUE : seq - 1;
  }

  private static long seqAt(Segment segment, long time, long most) {
    long found = 0;
    long low = segment.first();
    long high = most;
    while (low <= high) {
      long middle = low + (high - low) / 2;
      long seq = segment.table().next(middle);
      Entry entry = seq == 0 || seq > high ? null : segment.entry(seq);
      if (entry == null || entry.time() > time) {
        high = middle - 1;
      } else {
        found = seq;
        low = seq + 1;
      }
    }
    return found;
  }
}
