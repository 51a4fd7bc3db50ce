package dev.varve.store.engine;

import dev.varve.store.Action;
import dev.varve.store.index.KeyIndex;
import dev.varve.store.log.Entry;
import dev.varve.store.log.Recovery;
import dev.varve.store.txn.Spaces;
import java.util.ArrayList;
import java.util.List;

/// Brings index and namespaces from a checkpoint up to the end of the log.
final class Replay implements Recovery.Visitor {
  private final KeyIndex index;
  private final Spaces spaces;
  private final List<Long> erasures = new ArrayList<>();
  private long time;

  Replay(KeyIndex index, Spaces spaces, long time) {
    this.index = index;
    this.spaces = spaces;
    this.time = time;
  }

  @Override
  public void entry(Entry entry) {
    index.put(entry.namespace(), entry.key(), entry.previous(), entry.seq());
    spaces.publish(entry);
    time = entry.time();
    if (entry.action() == Action.ERASE.number()) {
      erasures.add(entry.seq());
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
