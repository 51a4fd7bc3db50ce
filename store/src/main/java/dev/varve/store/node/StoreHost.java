package dev.varve.store.node;

import dev.varve.base.Clock;
import dev.varve.store.engine.Engine;
import dev.varve.store.engine.Host;
import dev.varve.store.engine.Records;
import dev.varve.store.engine.Removed;
import dev.varve.store.retention.Keeping;
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

  StoreHost(Parts parts, Committer committer, Writer writer) {
    this.records = parts.records;
    this.spaces = parts.spaces;
    this.clock = parts.clock;
    this.committer = committer;
    this.writer = writer;
  }

  /// What it speaks of.
  record Parts(Records records, Spaces spaces, Clock clock) {}

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
    removed.forEach(each -> spaces.byId(each.namespace()).removed(each, writer.visible()));
  }
}
