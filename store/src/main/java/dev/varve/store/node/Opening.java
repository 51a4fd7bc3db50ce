package dev.varve.store.node;

import dev.varve.store.Action;
import dev.varve.store.engine.Engine;
import dev.varve.store.engine.Removed;
import dev.varve.store.record.Entry;
import dev.varve.store.txn.Spaces;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Brings the namespaces of a store that is being opened from what was saved up to the end.
final class Opening implements Engine.Replay {
  private final Spaces spaces;
  private final List<Long> erasures = new ArrayList<>();
  private boolean counted;
  private long time;

  Opening(Spaces spaces) {
    this.spaces = spaces;
  }

  @Override
  public void begin(Optional<Engine.Saved> state) {
    counted = state.isPresent();
    erasures.clear();
    state.ifPresent(saved -> {
      spaces.load(saved.bytes());
      time = saved.time();
    });
  }

  @Override
  public void entry(Entry entry) {
    spaces.publish(entry);
    time = entry.time();
    if (entry.action() == Action.ERASE.number()) {
      erasures.add(entry.seq());
    }
  }

  /// Takes account of what retention has removed. Without counts to go on from, counts anew.
  void finish(Engine records, List<Removed> removed) {
    for (Removed each : removed) {
      spaces.byId(each.namespace()).removed(each, records.last());
    }
    if (!counted) {
      spaces.recount(records);
    }
  }

  /// Positions whose erasing may not have been finished.
  List<Long> erasures() {
    return erasures;
  }

  /// The time of the last transaction.
  long time() {
    return time;
  }
}
