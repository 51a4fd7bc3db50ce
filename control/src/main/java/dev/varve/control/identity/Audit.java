package dev.varve.control.identity;

import dev.varve.base.Clock;
import dev.varve.base.Failure;
import dev.varve.base.LateLogger;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonObject;
import dev.varve.store.Durability;
import dev.varve.store.NamespaceConfig;
import dev.varve.store.NamespaceStatus;
import dev.varve.store.Operation;
import dev.varve.store.Origin;
import dev.varve.store.Outcome;
import dev.varve.store.Retention;
import dev.varve.store.Store;
import dev.varve.store.Transaction;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/// Who did, or tried to do, what only some may: documents in [#SPACE], to be queried like any
/// others.
///
/// Bounded twice: the newest [#RECORDS] are kept, since keys are numbers that start over, and of
/// refusals at most [#DENIED_A_MINUTE] are written, with the number of those left out in the next.
public final class Audit {
  public static final String SPACE = "varve.audit";
  static final int RECORDS = 100_000;
  static final int DENIED_A_MINUTE = 600;
  private static final System.Logger LOG = LateLogger.of(Audit.class);
  private static final int WHERE_MAX = 1024;
  private static final NamespaceConfig CONFIG =
      NamespaceConfig.DEFAULT.with(new Retention.KeepLast(1)).with(Durability.GROUP);

  private final Store store;
  private final Clock clock;
  private final AtomicLong denials = new AtomicLong();
  private long next = -1;
  private long minute;
  private int deniedInMinute;
  private long leftOut;

  public Audit(Store store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /// What happened.
  ///
  /// @param action such as `PUT config` or `keys create`
  /// @param where the namespace, key or id concerned
  public record Event(String actor, String action, String where) {}

  /// How many were refused since the start.
  public long denials() {
    return denials.get();
  }

  /// Something was done that only some may do.
  public void done(Event event) {
    write(event, "done", 0);
  }

  /// Somebody was refused.
  public void denied(Event event) {
    denials.incrementAndGet();
    long before = admitted();
    if (before >= 0) {
      write(event, "denied", before);
    }
  }

  /// How many were left out since the last that was admitted, or -1 when this one is too many.
  private synchronized long admitted() {
    long now = clock.nanos() / Duration.ofMinutes(1).toNanos();
    if (now != minute) {
      minute = now;
      deniedInMinute = 0;
    }
    if (++deniedInMinute > DENIED_A_MINUTE) {
      leftOut++;
      return -1;
    }
    long before = leftOut;
    leftOut = 0;
    return before;
  }

  /// What was done is done: a record that cannot be written is told in the log.
  private void write(Event event, String outcome, long leftOutBefore) {
    LOG.log(Level.DEBUG, () -> "audit: " + outcome + ": " + event);
    try {
      String key = String.format(Locale.ROOT, "%06d", number() % RECORDS);
      var operation = new Operation.Put(SPACE, key, json(event, outcome, leftOutBefore));
      Outcome written = store.commit(Transaction.of(operation).by(Origin.of(event.actor())));
      if (written instanceof Outcome.Refused refused) {
        LOG.log(Level.WARNING, () -> "not written to the audit: " + refused.problem());
      }
    } catch (Failure failure) {
      LOG.log(Level.WARNING, () -> "not written to the audit: " + event, failure);
    }
  }

  private static JsonObject json(Event event, String outcome, long leftOut) {
    String where = event.where();
    JsonObject json =
        Json.of("outcome", Json.of(outcome))
            .with("actor", Json.of(event.actor()))
            .with("action", Json.of(event.action()))
            .with(
                "where",
                Json.of(where.length() > WHERE_MAX ? where.substring(0, WHERE_MAX) : where));
    return leftOut == 0 ? json : json.with("leftOut", Json.of(leftOut));
  }

  /// Goes on where the last process ended.
  private synchronized long number() {
    if (next < 0) {
      next = written().orElse(0);
      if (next == 0) {
        store.configure(SPACE, CONFIG);
      }
    }
    return next++;
  }

  private OptionalLong written() {
    return store.namespaces().stream()
        .filter(each -> each.name().equals(SPACE))
        .mapToLong(NamespaceStatus::versions)
        .findFirst();
  }
}
