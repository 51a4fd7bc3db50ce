package dev.varve.store.txn;

import dev.varve.base.Clock;
import dev.varve.base.Problem;
import dev.varve.store.Durability;
import dev.varve.store.Outcome;
import dev.varve.store.engine.Engine;
import dev.varve.store.log.Reserve;
import dev.varve.store.problem.StoreCode;
import dev.varve.store.record.Entry;
import dev.varve.store.record.Group;
import dev.varve.store.version.HybridTime;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Puts transactions into the log in groups: decide each, write and sync once, publish. One thread
/// at a time; readers see a group when its last record is published, never part of a transaction.
public final class Writer {
  private static final int GROUP_BYTES = 64 << 10;

  private final Clock clock;
  private final Engine engine;
  private final Spaces spaces;
  private final Group group = new Group();
  private final Ledger ledger;
  private final Decider decider;
  private boolean sync;
  private boolean soon;
  private long time;
  private volatile long visible;

  public Writer(Clock clock, Engine engine, Spaces spaces, long time) {
    this.clock = clock;
    this.engine = engine;
    this.spaces = spaces;
    this.time = time;
    this.visible = engine.last();
    this.ledger = new Ledger(engine, group);
    this.decider = new Decider(ledger, group, spaces, new Pieces(engine, spaces));
  }

  /// The latest position that may be read.
  public long visible() {
    return visible;
  }

  /// The time of the last transaction.
  public long time() {
    return time;
  }

  /// Whether the group has taken as much as one write should carry.
  public boolean isFull() {
    return group.length() >= GROUP_BYTES;
  }

  public boolean isEmpty() {
    return group.isEmpty();
  }

  /// Whether something was acknowledged that should be synced before long.
  public boolean wantsSyncSoon() {
    return soon && !engine.isDurable();
  }

  /// Decides a transaction into the group. Null when the group must be flushed first, because the
  /// segment has no room for both.
  public @Nullable Decision add(Request request) throws IOException {
    int before = group.length();
    int spacesBefore = decider.newSpaces();
    long now = HybridTime.next(time, clock.epochMillis());
    Decision decision = decider.decide(request, now);
    if (!(decision instanceof Decision.Accepted)) {
      return decision;
    }
    if (group.length() > engine.room()) {
      if (before > 0) {
        decider.drop(spacesBefore);
        return null;
      }
      Outcome full = roll();
      if (full != null) {
        decider.drop(spacesBefore);
        return new Decision.Rejected(full);
      }
    }
    decider.accept();
    time = now;
    demand(request);
    return decision;
  }

  private Outcome.@Nullable Refused roll() throws IOException {
    try {
      engine.roll(group.length());
      return null;
    } catch (IOException e) {
      if (!Reserve.isDiskFull(e)) {
        throw e;
      }
      return new Outcome.Refused(
          Problem.of(
              StoreCode.DISK_FULL,
              "the disk must have room for the next log segment, but is full",
              "free space; writes go on by themselves"));
    }
  }

  private void demand(Request request) {
    for (Request.Step step : request.steps()) {
      Space space = spaces.find(step.operation().namespace());
      Durability durability = space == null ? Durability.SYNC : space.config().durability();
      sync |= durability == Durability.SYNC || step.operation().namespace().startsWith("_");
      soon |= durability == Durability.GROUP;
    }
  }

  /// Writes the group, syncs it when one of its namespaces asks, and publishes it.
  public void flush() throws IOException {
    if (group.isEmpty()) {
      return;
    }
    engine.append(group, sync);
    if (sync) {
      soon = false;
    }
    sync = false;
    for (Entry written : ledger.pending()) {
      spaces.publish(written);
    }
    visible = engine.last();
    ledger.published();
    decider.published();
  }

  /// From now on, or no longer, keeps pieces of large values from being deleted that are named from
  /// now on.
  public void keepNamed(boolean wanted) {
    decider.keepNamed(wanted);
  }

  /// Makes durable what was acknowledged before it was.
  public void sync() throws IOException {
    engine.sync();
    soon = false;
  }
}
