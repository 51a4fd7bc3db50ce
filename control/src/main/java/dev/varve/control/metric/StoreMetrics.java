package dev.varve.control.metric;

import dev.varve.control.MetricText;
import dev.varve.control.MetricsSource;
import dev.varve.control.metric.Durations.Ending;
import dev.varve.store.Store;
import dev.varve.store.StoreStatus;
import java.util.List;
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
          "tag",
          "other");

  private final Store store;
  private final Durations requests = new Durations(OPERATIONS);
  private final LongAdder watching = new LongAdder();

  public StoreMetrics(Store store) {
    this.store = store;
  }

  /// A request has been answered.
  ///
  /// @param operation of [#OPERATIONS]
  public void ended(String operation, int status, long nanos) {
    Ending ending = status < 400 ? Ending.DONE : status < 500 ? Ending.REFUSED : Ending.FAILED;
    requests.ended(operation, ending, nanos);
  }

  /// Somebody began (1) or ended (-1) to follow the store.
  public void watching(int change) {
    watching.add(change);
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
    requests.writeCounts(
        out, "varve_store_requests", "Requests to the store's API by operation and outcome.");
    requests.writeDurations(
        out, "varve_store_request_duration_seconds", "From request to the whole answer.");
  }
}
