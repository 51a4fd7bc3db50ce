package dev.varve.store.node;

import dev.varve.base.Clock;
import dev.varve.store.engine.Engine;
import dev.varve.store.engine.Host;
import dev.varve.store.engine.Records;
import dev.varve.store.engine.Removed;
import dev.varve.store.record.RecordLayout;
import dev.varve.store.retention.Keeping;
import dev.varve.store.txn.Space;
import dev.varve.store.txn.Spaces;
import dev.varve.store.txn.Writer;
import java.util.Collection;

/// What the store tells its engine.
final class StoreHost implements Host {
  private final Records records;
  private final Spaces spaces;
  private final Clock clock;
  private final Committer committer;
  private final Writer writer;
  private final Sweep sweep;
  private volatile boolean sweeps;

  StoreHost(Parts parts, Committer committer, Writer writer) {
    this.records = parts.records;
    this.spaces = parts.spaces;
    this.clock = parts.clock;
    this.committer = committer;
    this.writer = writer;
    this.sweep = parts.sweep;
  }

  /// What it speaks of.
  record Parts(Records records, Spaces spaces, Clock clock, Sweep sweep) {}

  @Override
  public void exclusively(Work work) {
    committer.exclusively(work::run);
  }

  @Override
  public Engine.Saved state() {
    return new Engine.Saved(writer.time(), spaces.save());
  }

  @Override
  public Keeper keeper() {
    return new Keeping(records, spaces, clock.epochMillis());
  }

  @Override
  public void removed(Collection<Removed> removed) {
    for (Removed each : removed) {
      Space space = spaces.byId(each.namespace());
      space.removed(each, writer.visible());
      sweeps |= each.bytes() > RecordLayout.VALUE_MAX && !space.name().equals(Spaces.CHUNKS);
    }
  }

  /// Where as much went as a large value has, pieces may be needed no longer.
  @Override
  public void tended() {
    if (sweeps) {
      sweeps = false;
      sweep.delete();
    }
  }
}
