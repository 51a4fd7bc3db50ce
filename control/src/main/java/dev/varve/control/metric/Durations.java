package dev.varve.control.metric;

import dev.varve.control.MetricText;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/// How often each of some operations was done, how it went and how long it took. The operations are
/// known from the start: no client makes a new label.
final class Durations {
  /// How an operation ended: done, refused for what was asked, or failed for what the store is.
  enum Ending {
    DONE,
    REFUSED,
    FAILED
  }

  /// Upper bounds of the buckets, in seconds.
  private static final double[] BOUNDS = {
    0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10
  };

  private final Map<String, Counts> operations = new TreeMap<>();

  /// What is counted of one operation.
  private static final class Counts {
    final LongAdder done = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder failed = new LongAdder();
    final LongAdder nanos = new LongAdder();
    final LongAdder[] buckets = new LongAdder[BOUNDS.length + 1];

    Counts() {
      for (int i = 0; i < buckets.length; i++) {
        buckets[i] = new LongAdder();
      }
    }

    boolean isUsed() {
      return done.sum() + refused.sum() + failed.sum() > 0;
    }
  }

  Durations(Collection<String> names) {
    names.forEach(each -> operations.put(each, new Counts()));
  }

  void ended(String operation, Ending ending, long nanos) {
    Counts counts = operations.get(operation);
    if (counts == null) {
      throw new IllegalArgumentException("no such operation: " + operation);
    }
    switch (ending) {
      case DONE -> counts.done.increment();
      case REFUSED -> counts.refused.increment();
      case FAILED -> counts.failed.increment();
    }
    counts.nanos.add(nanos);
    counts.buckets[bucket(nanos)].increment();
  }

  private static int bucket(long nanos) {
    int bucket = 0;
    while (bucket < BOUNDS.length && nanos > BOUNDS[bucket] * 1e9) {
      bucket++;
    }
    return bucket;
  }

  /// @param counted name of the counter
  void writeCounts(MetricText out, String counted, String help) {
    out.family(counted, "counter", help);
    operations.forEach((operation, counts) -> {
      if (counts.isUsed()) {
        outcome(out, counted, operation, "done", counts.done.sum());
        outcome(out, counted, operation, "refused", counts.refused.sum());
        outcome(out, counted, operation, "failed", counts.failed.sum());
      }
    });
  }

  private static void outcome(
      MetricText out, String name, String operation, String outcome, long count) {
    out.sample(name + "_total", count, "operation", operation, "outcome", outcome);
  }

  /// @param name of the histogram
  void writeDurations(MetricText out, String name, String help) {
    out.family(name, "histogram", help);
    operations.forEach((operation, counts) -> {
      if (counts.isUsed()) {
        write(out, name, operation, counts);
      }
    });
  }

  private static void write(MetricText out, String name, String operation, Counts counts) {
    long below = 0;
    for (int i = 0; i <= BOUNDS.length; i++) {
      below += counts.buckets[i].sum();
      String bound = i == BOUNDS.length ? "+Inf" : String.valueOf(BOUNDS[i]);
      out.sample(name + "_bucket", below, "operation", operation, "le", bound);
    }
    out.sample(name + "_count", below, "operation", operation);
    out.sample(name + "_sum", counts.nanos.sum() / 1e9, "operation", operation);
  }
}
