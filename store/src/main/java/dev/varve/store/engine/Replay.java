package dev.varve.store.engine;

import dev.varve.store.index.KeyIndex;
import dev.varve.store.log.Entry;
import dev.varve.store.log.Recovery;
import dev.varve.store.txn.Spaces;

/// Brings index and namespaces from a checkpoint up to the end of the log.
final class Replay implements Recovery.Visitor {
  private final KeyIndex index;
  private final Spaces spaces;
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
  }

  /// The time of the last transaction.
  long time() {
    return time;
  }
}
