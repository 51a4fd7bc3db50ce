package dev.varve.store.txn;

import dev.varve.base.Clock;
import dev.varve.base.Digest;
import dev.varve.base.Failure;
import dev.varve.store.Action;
import dev.varve.store.Content;
import dev.varve.store.NamespaceStatus;
import dev.varve.store.Operation;
import dev.varve.store.Outcome;
import dev.varve.store.Precondition;
import dev.varve.store.Retention;
import dev.varve.store.Version;
import dev.varve.store.filter.JsonOrder;
import dev.varve.store.problem.StoreCode;
import dev.varve.store.record.Draft;
import dev.varve.store.record.RecordLayout;
import dev.varve.store.version.Hashes;
import dev.varve.store.version.HybridTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Namespaces without retention: the latest value of each key, in memory, until its time is over.
/// For sessions, leases and counters. Transactions are as atomic as kept ones; positions are
/// counted apart from the log's. Writes take one lock, reads none.
public final class Volatiles {
  private final Clock clock;
  private final Spaces spaces;
  private final Schemas schemas;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Cells> byNamespace = new ConcurrentHashMap<>();
  private final Hashes hashes = new Hashes();
  private long seq;
  private long time;

  public Volatiles(Clock clock, Spaces spaces, Schemas schemas) {
    this.clock = clock;
    this.spaces = spaces;
    this.schemas = schemas;
  }

  /// The values of one namespace.
  private static final class Cells {
    final java.util.concurrent.ConcurrentSkipListMap<String, Cell> byKey =
        new java.util.concurrent.ConcurrentSkipListMap<>(JsonOrder::codePoints);

    /// Keys in the order they were written, so that those to expire come first.
    final LinkedHashSet<String> order = new LinkedHashSet<>();

    void put(String key, Cell cell) {
      byKey.put(key, cell);
      order.remove(key);
      order.add(key);
    }

    void remove(String key) {
      byKey.remove(key);
      order.remove(key);
    }

    void purge(long now) {
      while (!order.isEmpty()) {
        String eldest = order.getFirst();
        Cell cell = byKey.get(eldest);
        if (cell != null && cell.isAlive(now)) {
          return;
        }
        remove(eldest);
      }
    }
  }

  /// A value and when it ends.
  private record Cell(Version version, long endNanos) implements Standing {
    boolean isAlive(long now) {
      return endNanos - now > 0;
    }

    @Override
    public boolean hasValue() {
      return version.hasValue();
    }

    @Override
    public long seq() {
      return version.seq();
    }

    @Override
    public Digest vid() {
      return version.vid();
    }

    @Override
    public Digest cid() {
      return version.cid();
    }

    @Override
    public byte[] value() {
      return version.content() instanceof Content.Value held ? held.bytes() : new byte[0];
    }
  }

  /// Whether a namespace is one of these.
  public boolean has(String namespace) {
    return limits(namespace) != null;
  }

  private Retention.@Nullable None limits(String namespace) {
    Space space = spaces.find(namespace);
    return space != null && space.config().retention() instanceof Retention.None none ? none : null;
  }

  private Cells cells(String namespace) {
    return byNamespace.computeIfAbsent(namespace, _ -> new Cells());
  }

  public Optional<Version> get(String namespace, String key) {
    Cell cell = cells(namespace).byKey.get(key);
    return cell != null && cell.isAlive(clock.nanos())
        ? Optional.of(cell.version)
        : Optional.empty();
  }

  /// What is alive of a namespace.
  public NamespaceStatus status(Space space) {
    long now = clock.nanos();
    long count = 0;
    long bytes = 0;
    for (Cell cell : cells(space.name()).byKey.values()) {
      if (cell.isAlive(now)) {
        count++;
        bytes += cell.version.key().length() + cell.value().length;
      }
    }
    return new NamespaceStatus(space.name(), space.config(), count, count, count, bytes);
  }

  /// Versions in the order of their keys, from behind `after` on.
  public List<Version> scan(String namespace, String prefix, String after, int limit) {
    long now = clock.nanos();
    var found = new ArrayList<Version>();
    boolean later = JsonOrder.codePoints(after, prefix) >= 0 && !after.isEmpty();
    for (Cell cell : cells(namespace).byKey.tailMap(later ? after : prefix, !later).values()) {
      if (!cell.version.key().startsWith(prefix) || found.size() == limit) {
        break;
      }
      if (cell.isAlive(now)) {
        found.add(cell.version);
      }
    }
    return found;
  }

  /// Carries out a transaction of which all namespaces are volatile.
  public Outcome commit(Request request) {
    lock.lock();
    try {
      return new Attempt(request).run();
    } catch (Stop stop) {
      return stop.outcome();
    } catch (Failure broken) {
      return new Outcome.Refused(broken.problems());
    } finally {
      lock.unlock();
    }
  }

  /// One transaction: collects its changes and applies them at the end.
  private final class Attempt {
    private final Request request;
    private final long now = clock.nanos();
    private final long at = HybridTime.next(time, clock.epochMillis());
    private final Map<String, Map<String, Cell>> changed = new HashMap<>();
    private final List<Version> versions = new ArrayList<>();

    Attempt(Request request) {
      this.request = request;
    }

    Outcome run() {
      if (!request.transaction().once().isEmpty()) {
        throw Stop.refuse(
            StoreCode.MIXED_KINDS,
            "an idempotency key must belong to namespaces that are kept, but these are volatile");
      }
      for (Request.Guard guard : request.guards()) {
        check(guard.precondition());
      }
      for (Request.Step step : request.steps()) {
        step(step);
      }
      changed.forEach(this::apply);
      seq += versions.size();
      time = at;
      return new Outcome.Committed(versions);
    }

    private void check(Precondition precondition) {
      Cell head = head(precondition.namespace(), precondition.key());
      if (!Guards.holds(precondition, head)) {
        throw conflict(
            precondition.namespace(), precondition.key(), Guards.expectation(precondition), head);
      }
    }

    private @Nullable Cell head(String namespace, String key) {
      Cell written = changed.getOrDefault(namespace, Map.of()).get(key);
      if (written != null) {
        return written;
      }
      Cell cell = cells(namespace).byKey.get(key);
      return cell != null && cell.isAlive(now) ? cell : null;
    }

    private void step(Request.Step step) {
      Operation operation = step.operation();
      Cell head = head(operation.namespace(), operation.key());
      switch (operation) {
        case Operation.Put put -> write(step, Action.PUT, put.document().bytes(), head);
        case Operation.Increment increment ->
            write(step, Action.INCREMENT, Guards.increment(increment, head), head);
        case Operation.Patch patch -> patch(step, patch, head);
        case Operation.MergePatch patch ->
            write(step, Action.MERGE_PATCH, Guards.mergePatched(patch, head), head);
        case Operation.Delete _ -> delete(step, Action.DELETE, head);
        case Operation.Erase _ -> delete(step, Action.ERASE, head);
        case Operation.Revert revert ->
            throw Stop.refuse(
                StoreCode.NO_SUCH_VERSION,
                revert.namespace() + " must keep versions to go back to, but is volatile");
      }
    }

    private void patch(Request.Step step, Operation.Patch patch, @Nullable Cell head) {
      if (head == null || !head.hasValue()) {
        throw conflict(patch.namespace(), patch.key(), "hold a value to patch", head);
      }
      byte[] value;
      try {
        value = Guards.patched(patch, head);
      } catch (Failure misfit) {
        throw new Stop(
            new Outcome.Conflict(misfit.problems().getFirst(), Optional.of(head.version)));
      }
      write(step, Action.PATCH, value, head);
    }

    private void delete(Request.Step step, Action action, @Nullable Cell head) {
      if (head == null || !head.hasValue()) {
        Operation operation = step.operation();
        throw conflict(operation.namespace(), operation.key(), "hold a value to delete", head);
      }
      write(step, action, step.held().bytes(), head);
    }

    private void write(Request.Step step, Action action, byte[] value, @Nullable Cell head) {
      Operation operation = step.operation();
      Space space = spaces.find(operation.namespace());
      Retention.None limits = limits(operation.namespace());
      if (space == null || limits == null) {
        throw new IllegalStateException(operation.namespace() + " must be volatile");
      }
      if (value.length > RecordLayout.VALUE_MAX) {
        throw Stop.refuse(
            StoreCode.TOO_LARGE,
            operation.namespace()
                + " lives in memory, so a value must take at most 1 MiB, but takes "
                + value.length
                + " bytes");
      }
      boolean deleted = action == Action.DELETE || action == Action.ERASE;
      if (!deleted) {
        schemas.require(step, Schemas.Candidate.of(value));
      }
      Digest cid = deleted ? Digest.NONE : Hashes.cid(value);
      var draft =
          new Draft(
              space.id(),
              step.key(),
              action.number(),
              value,
              0,
              deleted ? 0 : RecordLayout.HAS_VALUE,
              cid,
              request.author(),
              request.message());
      List<Digest> parents = head == null ? List.of() : List.of(head.vid());
      var version =
          new Version(
              operation.namespace(),
              operation.key(),
              seq + versions.size() + 1,
              hashes.vid(space.nameBytes(), draft, parents, at),
              cid,
              HybridTime.toInstant(at),
              head == null ? 1 : head.version.number() + 1,
              head == null ? 0 : head.seq(),
              parents,
              request.transaction().origin(),
              action,
              deleted ? new Content.Tombstone() : new Content.Document(value));
      versions.add(version);
      changed
          .computeIfAbsent(operation.namespace(), _ -> new HashMap<>())
          .put(operation.key(), new Cell(version, now + limits.ttl().toNanos()));
      checkRoom(operation.namespace(), limits);
    }

    private void checkRoom(String namespace, Retention.None limits) {
      Cells cells = cells(namespace);
      cells.purge(now);
      int more = changed.getOrDefault(namespace, Map.of()).size();
      if (cells.byKey.size() + more > limits.entries()
          && cells.byKey.size() + added(namespace, cells) > limits.entries()) {
        throw Stop.refuse(
            StoreCode.OVER_QUOTA,
            "namespace " + namespace + " must hold at most " + limits.entries() + " keys");
      }
    }

    private long added(String namespace, Cells cells) {
      return changed.getOrDefault(namespace, Map.of()).entrySet().stream()
          .filter(e -> e.getValue().hasValue() && !cells.byKey.containsKey(e.getKey()))
          .count();
    }

    private void apply(String namespace, Map<String, Cell> changes) {
      Cells cells = cells(namespace);
      changes.forEach((key, cell) -> {
        if (cell.hasValue()) {
          cells.put(key, cell);
        } else {
          cells.remove(key);
        }
      });
    }

    private Stop conflict(String namespace, String key, String expected, @Nullable Cell head) {
      return Stop.conflict(
          namespace + "/" + key,
          expected,
          head,
          head == null ? Optional.empty() : Optional.of(head.version));
    }
  }
}
