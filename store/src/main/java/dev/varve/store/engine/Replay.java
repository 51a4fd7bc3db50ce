package dev.varve.store.engine;

import dev.varve.store.index.KeyIndex;
import dev.varve.store.log.Entry;
import dev.varve.store.log.Recovery;
import dev.varve.store.txn.Spaces;

/// Brings index and namespaces up to the end of the log.
final class Replay implements Recovery.Visitor {
  private final KeyIndex index;
  private final Spaces spaces;
  private long time;

  Replay(KeyIndex index, Spaces spaces) {
    this.index = index;
    this.spaces = spaces;
  }

  @Override
  public void record(Entry record) {
    index.put(record.namespace(), record.key(), record.seq());
    spaces.publish(record);
    time = record.time();
  }

  /// The time of the last transaction.
  long time() {
    return time;
  }
}
