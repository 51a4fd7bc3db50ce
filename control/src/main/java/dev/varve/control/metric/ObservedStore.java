package dev.varve.control.metric;

import dev.varve.base.Clock;
import dev.varve.base.Failure;
import dev.varve.base.LateLogger;
import dev.varve.base.Problem;
import dev.varve.base.Trace;
import dev.varve.control.MetricText;
import dev.varve.control.MetricsSource;
import dev.varve.control.metric.Durations.Ending;
import dev.varve.store.At;
import dev.varve.store.Backup;
import dev.varve.store.History;
import dev.varve.store.Lookup;
import dev.varve.store.NamespaceConfig;
import dev.varve.store.NamespaceStatus;
import dev.varve.store.Operation;
import dev.varve.store.Origin;
import dev.varve.store.Outcome;
import dev.varve.store.Scan;
import dev.varve.store.Store;
import dev.varve.store.StoreStatus;
import dev.varve.store.Submission;
import dev.varve.store.Transaction;
import dev.varve.store.Version;
import dev.varve.store.Watch;
import dev.varve.store.query.Rows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A store in which each operation is counted, timed and told to the log `dev.varve.store`, whoever
/// asks for it: the API, handlers, or the program itself. A line is `operation=put where=people/ann
/// outcome=done us=812 trace=... span=...`, where trace and span are those of the request that
/// asked, if it had any. Each is told at level DEBUG, those that take a second and longer at
/// WARNING.
public final class ObservedStore implements Store, MetricsSource {
  private static final System.Logger LOG = LateLogger.of("dev.varve.store");
  private static final long SLOW_NANOS = 1_000_000_000;
  private static final List<String> OPERATIONS =
      List.of(
          "put",
          "patch",
          "delete",
          "increment",
          "revert",
          "erase",
          "batch",
          "get",
          "at",
          "history",
          "keys",
          "documents",
          "watch",
          "compact",
          "backup",
          "verify",
          "usage",
          "tag",
          "untag",
          "config");

  private final Store store;
  private final Clock clock;
  private final Durations durations = new Durations(OPERATIONS);

  /// @param store closed with this
  public ObservedStore(Store store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  @Override
  public void write(MetricText out) {
    durations.writeCounts(
        out, "varve_store_operations", "What the store did, whoever asked, by outcome.");
    durations.writeDurations(
        out, "varve_store_operation_duration_seconds", "How long the store took.");
  }

  private <T> T timed(String operation, Supplier<String> where, Supplier<T> work) {
    return timed(operation, where, work, _ -> Ending.DONE);
  }

  private <T> T timed(
      String operation, Supplier<String> where, Supplier<T> work, Function<T, Ending> judge) {
    long start = clock.nanos();
    Ending ending = Ending.FAILED;
    try {
      T done = work.get();
      ending = judge.apply(done);
      return done;
    } finally {
      long nanos = clock.nanos() - start;
      durations.ended(operation, ending, nanos);
      tell(operation, where, ending, nanos);
    }
  }

  private static void tell(String operation, Supplier<String> where, Ending ending, long nanos) {
    var level = nanos >= SLOW_NANOS ? System.Logger.Level.WARNING : System.Logger.Level.DEBUG;
    if (LOG.isLoggable(level)) {
      LOG.log(level, line(operation, where.get(), ending, nanos, Trace.current()));
    }
  }

  private static String line(
      String operation, String where, Ending ending, long nanos, @Nullable Trace trace) {
    String line =
        "operation="
            + operation
            + " where="
            + where.replaceAll("[\\p{Cntrl} ]", "?")
            + " outcome="
            + ending.name().toLowerCase(java.util.Locale.ROOT)
            + " us="
            + nanos / 1000;
    return trace == null ? line : line + " trace=" + trace.id() + " span=" + trace.span();
  }

  private static Ending judge(Outcome outcome) {
    return outcome instanceof Outcome.Committed ? Ending.DONE : Ending.REFUSED;
  }

  private static String name(Transaction transaction) {
    if (transaction.operations().size() > 1) {
      return "batch";
    }
    return switch (transaction.operations().getFirst()) {
      case Operation.Put _ -> "put";
      case Operation.Patch _, Operation.MergePatch _ -> "patch";
      case Operation.Delete _ -> "delete";
      case Operation.Increment _ -> "increment";
      case Operation.Erase _ -> "erase";
      case Operation.Revert _ -> "revert";
    };
  }

  private static String place(Transaction transaction) {
    Operation first = transaction.operations().getFirst();
    return first.namespace() + "/" + first.key();
  }

  @Override
  public void submit(List<Submission> submissions) {
    var observed = new ArrayList<Submission>(submissions.size());
    for (Submission each : submissions) {
      observed.add(new Submission(each.transaction(), each.executor(), new Observed(each)));
    }
    store.submit(observed);
  }

  /// Told on the submitter's executor, so within its trace.
  private final class Observed implements Submission.Told {
    private final Submission submission;
    private final long start = clock.nanos();

    Observed(Submission submission) {
      this.submission = submission;
    }

    @Override
    public void done(Outcome outcome) {
      ended(judge(outcome));
      submission.told().done(outcome);
    }

    @Override
    public void failed(Failure failure) {
      ended(Ending.FAILED);
      submission.told().failed(failure);
    }

    private void ended(Ending ending) {
      Transaction transaction = submission.transaction();
      long nanos = clock.nanos() - start;
      durations.ended(name(transaction), ending, nanos);
      tell(name(transaction), () -> place(transaction), ending, nanos);
    }
  }

  @Override
  public Outcome commit(Transaction transaction) {
    return timed(
        name(transaction),
        () -> place(transaction),
        () -> store.commit(transaction),
        ObservedStore::judge);
  }

  /// Counted as one.
  @Override
  public List<Outcome> commitAll(List<Transaction> transactions) {
    return timed(
        "batch",
        () -> transactions.isEmpty() ? "" : place(transactions.getFirst()),
        () -> store.commitAll(transactions));
  }

  @Override
  public Optional<Version> get(String namespace, String key) {
    return timed("get", () -> namespace + "/" + key, () -> store.get(namespace, key));
  }

  @Override
  public Lookup at(String namespace, String key, At at) {
    return timed("at", () -> namespace + "/" + key, () -> store.at(namespace, key, at));
  }

  @Override
  public History log(String namespace, String key, History.Page page) {
    return timed("history", () -> namespace + "/" + key, () -> store.log(namespace, key, page));
  }

  @Override
  public Scan.Keys keys(String namespace, Scan scan) {
    return timed("keys", () -> namespace, () -> store.keys(namespace, scan));
  }

  @Override
  public Scan.Documents documents(String namespace, Scan scan) {
    return timed("documents", () -> namespace, () -> store.documents(namespace, scan));
  }

  @Override
  public Rows rows(String namespace, Scan.Range range, At at) {
    return timed("documents", () -> namespace, () -> store.rows(namespace, range, at));
  }

  @Override
  public List<String> marks(String namespace, int most) {
    return store.marks(namespace, most);
  }

  @Override
  public Watch watch(Watch.Spec spec) {
    return timed("watch", spec::namespace, () -> store.watch(spec));
  }

  @Override
  public long compact() {
    return timed("compact", () -> "", store::compact);
  }

  @Override
  public Backup backup(Path file, long after) {
    return timed("backup", file::toString, () -> store.backup(file, after));
  }

  @Override
  public List<Problem> verify() {
    return timed("verify", () -> "", store::verify);
  }

  @Override
  public List<NamespaceStatus.Usage> usage() {
    return timed("usage", () -> "", store::usage);
  }

  @Override
  public Outcome tag(Tag tag, Origin origin) {
    return timed("tag", tag::name, () -> store.tag(tag, origin), ObservedStore::judge);
  }

  @Override
  public Outcome untag(String name, Origin origin) {
    return timed("untag", () -> name, () -> store.untag(name, origin), ObservedStore::judge);
  }

  @Override
  public Outcome configure(String namespace, NamespaceConfig config) {
    return timed(
        "config", () -> namespace, () -> store.configure(namespace, config), ObservedStore::judge);
  }

  @Override
  public List<Tag> tags() {
    return store.tags();
  }

  @Override
  public List<NamespaceStatus> namespaces() {
    return store.namespaces();
  }

  @Override
  public long seq() {
    return store.seq();
  }

  @Override
  public StoreStatus status() {
    return store.status();
  }

  @Override
  public void close() {
    store.close();
  }
}
