package dev.varve.control.metric;

import dev.varve.control.MetricText;
import dev.varve.control.MetricsSource;
import dev.varve.store.Store;
import dev.varve.store.StoreStatus;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/// The store in numbers: its sizes, and each operation of its API with count, outcome and time. The
/// operations are those of [#OPERATIONS]: no client makes a new label.
public final class StoreMetrics implements MetricsSource {
  /// Every word that [#ended] takes.
  public static final List<String> OPERATIONS =
      List.of(
          "get",
          "put",
          "patch",
          "delete",
          "erase",
          "history",
          "at",
          "diff",
          "blame",
          "revert",
          "batch",
          "query",
          "keys",
          "watch",
          "view",
          "index",
          "schema",
          "config",
          "namespaces",
          "status",
          "usage",
          "compact",
          "verify",
          "backup",
          "key",
          "other");

  /// Upper bounds of the buckets of durations, in seconds.
  private static final double[] BOUNDS = {
    0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10
  };

  private final Store store;
  private final Map<String, Counts> operations = new TreeMap<>();
  private final LongAdder watching = new LongAdder();

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

  public StoreMetrics(Store store) {
    this.store = store;
    OPERATIONS.forEach(each -> operations.put(each, new Counts()));
  }

  /// An operation has been answered.
  ///
  /// @param operation of [#OPERATIONS]
  public void ended(String operation, int status, long nanos) {
    Counts counts = operations.get(operation);
    if (counts == null) {
      throw new IllegalArgumentException("no such operation: " + operation);
    }
    (status < 400 ? counts.done : status < 500 ? counts.refused : counts.failed).increment();
    counts.nanos.add(nanos);
    counts.buckets[bucket(nanos)].increment();
  }

  /// Somebody began (1) or ended (-1) to follow the store.
  public void watching(int change) {
    watching.add(change);
  }

  private static int bucket(long nanos) {
    int bucket = 0;
    while (bucket < BOUNDS.length && nanos > BOUNDS[bucket] * 1e9) {
      bucket++;
    }
    return bucket;
  }

  @Override
  public void write(MetricText out) {
    StoreStatus status = store.status();
    out.gauge("varve_store_seq", "The latest position of the log.", status.seq());
    out.gauge("varve_store_keys", "Keys in the index.", status.keys());
    out.gauge("varve_store_segments", "Files of the log.", status.segments());
    out.gauge("varve_store_disk_bytes", "Size of all files.", status.diskBytes());
    out.gauge("varve_store_index_bytes", "Memory of the index.", status.indexBytes());
    out.counter("varve_store_syncs", "Waits for the device.", status.syncs());
    out.gauge("varve_store_healthy", "Whether writes are taken.", status.healthy() ? 1 : 0);
    out.gauge("varve_store_watchers", "Who follows what is written.", watching.sum());
    requests(out);
    durations(out);
  }

  private void requests(MetricText out) {
    String name = "varve_store_requests";
    out.family(name, "counter", "Requests to the store by operation and outcome.");
    operations.forEach((operation, counts) -> {
      if (counts.isUsed()) {
        outcome(out, operation, "done", counts.done.sum());
        outcome(out, operation, "refused", counts.refused.sum());
        outcome(out, operation, "failed", counts.failed.sum());
      }
    });
  }

  private static void outcome(MetricText out, String operation, String outcome, long count) {
    out.sample("varve_store_requests_total", count, "operation", operation, "outcome", outcome);
  }

  private void durations(MetricText out) {
    out.family(
        "varve_store_request_duration_seconds", "histogram", "From request to the whole answer.");
    operations.forEach((operation, counts) -> {
      if (counts.isUsed()) {
        durations(out, operation, counts);
      }
    });
  }

  private static void durations(MetricText out, String operation, Counts counts) {
    String name = "varve_store_request_duration_seconds";
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
