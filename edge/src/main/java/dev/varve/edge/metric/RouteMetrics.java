package dev.varve.edge.metric;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/// What is counted for one route. Every loop adds to numbers of its own, without a lock and without
/// meeting another; whoever reads adds them up and may see a request's parts at different moments.
public final class RouteMetrics {
  /// Upper bounds of the buckets of durations, in seconds.
  static final double[] BOUNDS = {
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10
  };

  private static final int CLASSES = 6;
  private static final int BYTES_IN = CLASSES;
  private static final int BYTES_OUT = CLASSES + 1;
  private static final int NANOS = CLASSES + 2;
  private static final int BUCKETS = CLASSES + 3;
  private static final long[] BOUND_NANOS = nanos();

  private final String route;
  private final AtomicLongArray[] loops;
  private final Map<String, LongAdder> failures = new ConcurrentHashMap<>();

  public RouteMetrics(String route, int loopCount) {
    this.route = route;
    this.loops = new AtomicLongArray[loopCount];
    for (int i = 0; i < loopCount; i++) {
      loops[i] = new AtomicLongArray(BUCKETS + BOUNDS.length + 1);
    }
  }

  private static long[] nanos() {
    var nanos = new long[BOUNDS.length];
    for (int i = 0; i < nanos.length; i++) {
      nanos[i] = (long) (BOUNDS[i] * 1e9);
    }
    return nanos;
  }

  public String route() {
    return route;
  }

  /// One request has ended; on the loop of that number.
  ///
  /// @param status 0 when the client went before there was one
  public void ended(int loop, int status, long durationNanos, long bytesIn, long bytesOut) {
    AtomicLongArray cells = loops[loop];
    add(cells, status / 100, 1);
    add(cells, BYTES_IN, bytesIn);
    add(cells, BYTES_OUT, bytesOut);
    add(cells, NANOS, durationNanos);
    add(cells, BUCKETS + bucket(durationNanos), 1);
  }

  /// One request has ended otherwise than it should.
  ///
  /// @param cause one of the names that stand in the log, of which there are few
  public void failed(String cause) {
    failures.computeIfAbsent(cause, _ -> new LongAdder()).increment();
  }

  /// How many requests failed, by cause.
  Map<String, Long> failures() {
    var counts = new TreeMap<String, Long>();
    failures.forEach((cause, count) -> counts.put(cause, count.sum()));
    return counts;
  }

  private static void add(AtomicLongArray cells, int index, long more) {
    cells.setOpaque(index, cells.getPlain(index) + more);
  }

  private static int bucket(long durationNanos) {
    int bucket = 0;
    while (bucket < BOUND_NANOS.length && durationNanos > BOUND_NANOS[bucket]) {
      bucket++;
    }
    return bucket;
  }

  private long sum(int index) {
    long sum = 0;
    for (AtomicLongArray cells : loops) {
      sum += cells.getOpaque(index);
    }
    return sum;
  }

  /// Requests that ended with a status of this class: 2 for 200 to 299, 0 for none.
  public long requests(int statusClass) {
    return sum(statusClass);
  }

  long bytesIn() {
    return sum(BYTES_IN);
  }

  long bytesOut() {
    return sum(BYTES_OUT);
  }

  double seconds() {
    return sum(NANOS) / 1e9;
  }

  long inBucket(int bucket) {
    return sum(BUCKETS + bucket);
  }
}
