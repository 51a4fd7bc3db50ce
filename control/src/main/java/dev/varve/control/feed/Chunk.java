package dev.varve.control.feed;

import dev.varve.store.Version;
import dev.varve.store.Watch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The text of all events from one position up to another. Immutable, so that any number of bodies
/// may send it.
final class Chunk {
  /// Reading goes on to here; one event, or one transaction, may take more.
  private static final int ENOUGH = 128 << 10;

  /// What is sent at a time, which a connection may have to keep when its client reads nothing.
  static final int PIECE = 64 << 10;

  private final long from;
  private final long next;
  private final byte[] bytes;
  private final long[] seqs;
  private final int[] starts;
  private final boolean divisible;

  private Chunk(long from, long next, Building events, boolean divisible) {
    this.from = from;
    this.next = next;
    this.divisible = divisible;
    this.bytes = events.out.toByteArray();
    this.seqs = Arrays.copyOf(events.seqs, events.count);
    this.starts = Arrays.copyOf(events.starts, events.count);
  }

  /// What is collected.
  private static final class Building {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(8192);
    private long[] seqs = new long[64];
    private int[] starts = new int[64];
    private int count;

    private void begin(long seq) {
      if (count == seqs.length) {
        seqs = Arrays.copyOf(seqs, 2 * count);
        starts = Arrays.copyOf(starts, 2 * count);
      }
      seqs[count] = seq;
      starts[count++] = out.size();
    }

    void add(Version version, EventText text) {
      begin(version.seq());
      try {
        text.write(version, out);
      } catch (IOException e) {
        throw new UncheckedIOException("memory takes all bytes", e);
      }
    }

    void add(long seq, byte[] event) {
      begin(seq);
      out.writeBytes(event);
    }
  }

  /// What a watch tells next, up to about [#ENOUGH] bytes; nothing when nothing came, wanted or
  /// not, in the time waited.
  ///
  /// @param from where the watch stands
  static @Nullable Chunk read(Watch watch, long from, EventText text, Duration patience) {
    var events = new Building();
    long next = from;
    boolean more = true;
    while (more) {
      Watch.Event event = watch.next(events.count == 0 && next == from ? patience : Duration.ZERO);
      switch (event) {
        case Watch.Event.Changes changes -> {
          changes.versions().forEach(version -> events.add(version, text));
          next = changes.next() + 1;
        }
        case Watch.Event.Idle idle -> {
          next = Math.max(next, idle.next() + 1);
          more = false;
        }
        case Watch.Event.Compacted compacted -> {
          events.add(compacted.seq(), text.compacted(compacted.seq()));
          next = compacted.seq() + 1;
        }
      }
      more &= events.out.size() < ENOUGH;
    }
    return next == from ? null : new Chunk(from, next, events, text.isDivisible());
  }

  /// Whether more may be there than one reading takes.
  boolean isFull() {
    return bytes.length >= ENOUGH;
  }

  /// The first position it tells of.
  long from() {
    return from;
  }

  /// The position behind the last.
  long next() {
    return next;
  }

  byte[] bytes() {
    return bytes;
  }

  /// Where the events from a position on start.
  int offset(long position) {
    int found = Arrays.binarySearch(seqs, position);
    int index = found >= 0 ? found : -found - 1;
    return index == starts.length ? bytes.length : starts[index];
  }

  /// The end of the piece that starts at an offset: between two events where it can be.
  int cut(int offset) {
    if (bytes.length - offset <= PIECE) {
      return bytes.length;
    }
    int found = Arrays.binarySearch(starts, offset + PIECE);
    int behind = found >= 0 ? found : -found - 1;
    int before = found >= 0 ? found : behind - 1;
    if (starts[before] > offset) {
      return starts[before];
    }
    int whole = behind == starts.length ? bytes.length : starts[behind];
    return divisible ? Math.min(whole, offset + PIECE) : whole;
  }
}
