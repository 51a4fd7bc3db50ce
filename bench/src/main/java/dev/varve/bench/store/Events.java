package dev.varve.bench.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// What was written and who was told, by the number that every document carries as `sent`. One
/// thread writes, one takes what watchers are told.
final class Events {
  private static final byte[] MARK = "\"sent\":".getBytes(StandardCharsets.US_ASCII);

  /// What follows the number in every document, which need not be looked at.
  static final int PADDING = 480;

  private final Watcher[] watchers;
  private final long[] sentNanos;
  private final AtomicInteger sent = new AtomicInteger();
  private final AtomicLong told = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final int[] delays = new int[1 << 14];
  private int made;
  private int first;
  private long start;
  private long end;
  private volatile boolean done;

  /// @param most documents that will be written
  Events(int watchers, int most) {
    this.watchers = new Watcher[watchers];
    this.sentNanos = new long[most];
  }

  /// One that is told.
  final class Watcher {
    private final BitSet seen = new BitSet();
    private int matched;
    private int number;
    private boolean twice;
    private int skip;

    /// Takes the next bytes that came.
    void take(ByteBuffer came) {
      bytes.addAndGet(came.remaining());
      while (came.hasRemaining()) {
        int skipped = Math.min(skip, came.remaining());
        came.position(came.position() + skipped);
        skip -= skipped;
        if (!came.hasRemaining()) {
          return;
        }
        byte next = came.get();
        if (matched == MARK.length) {
          number(next);
        } else {
          matched = next == MARK[matched] ? matched + 1 : next == MARK[0] ? 1 : 0;
        }
      }
    }

    private void number(byte next) {
      if (next >= '0' && next <= '9') {
        number = 10 * number + next - '0';
        return;
      }
      twice |= seen.get(number);
      seen.set(number);
      note(number);
      matched = 0;
      number = 0;
      skip = PADDING;
    }
  }

  Watcher watcher() {
    var watcher = new Watcher();
    watchers[made++] = watcher;
    return watcher;
  }

  /// Counts a document that is about to be written; its number.
  int sent() {
    int number = sent.getAndIncrement();
    sentNanos[number] = System.nanoTime();
    return number;
  }

  int count() {
    return sent.get();
  }

  /// Something that may fail.
  interface Step {
    void run() throws Exception;
  }

  /// Writes until all watchers have been told of something, so that none is missing from then on.
  void begin(Step write) throws Exception {
    for (int i = 0; i < 200 && told.get() < watchers.length; i++) {
      write.run();
      TimeUnit.MILLISECONDS.sleep(20);
    }
    first = sent.get();
    told.set(0);
    bytes.set(0);
    Arrays.fill(delays, 0);
    start = System.nanoTime();
  }

  private void note(int number) {
    long delay = System.nanoTime() - sentNanos[number];
    delays[(int) Math.min(delays.length - 1, delay / 100_000)]++;
    told.incrementAndGet();
  }

  /// Waits until everybody was told of everything, 10 seconds at most.
  void finish() throws InterruptedException {
    long expected = (long) watchers.length * (sent.get() - first);
    for (int i = 0; i < 1000 && told.get() < expected; i++) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    end = System.nanoTime();
    done = true;
  }

  boolean isDone() {
    return done;
  }

  void requireAll() {
    for (Watcher watcher : watchers) {
      int missing = sent.get() - first - watcher.seen.get(first, sent.get()).cardinality();
      if (missing != 0 || watcher.twice) {
        throw new IllegalStateException(
            "a watcher must be told everything once, but missed " + missing);
      }
    }
  }

  /// Events a second.
  ///
  /// @param serverSeconds CPU time the server took, from [#begin] on
  /// @param clientSeconds the same of this process
  Figure figure(String name, double serverSeconds, double clientSeconds) {
    double seconds = (end - start) / 1e9;
    String note =
        String.join(
            ", ",
            Row.number((sent.get() - first) / seconds) + " writes/s",
            "p99 " + Figure.micros(1000 * p99Millis()),
            Row.number(1e6 * serverSeconds / told.get()) + " us CPU of the server",
            Row.number(1e6 * clientSeconds / told.get()) + " of the client",
            Row.number((double) bytes.get() / told.get()) + " B");
    return new Figure(name, told.get() / seconds, "/s", note);
  }

  /// From asking to write to being told, to a tenth of a millisecond.
  double p99Millis() {
    long all = Arrays.stream(delays).asLongStream().sum();
    long seen = 0;
    int at = 0;
    while (at < delays.length - 1 && seen + delays[at] < all * 0.99) {
      seen += delays[at++];
    }
    return (at + 1) / 10.0;
  }
}
