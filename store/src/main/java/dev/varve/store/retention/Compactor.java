package dev.varve.store.retention;

import dev.varve.base.Clock;
import dev.varve.store.Retention;
import dev.varve.store.index.KeyIndex;
import dev.varve.store.log.Entry;
import dev.varve.store.log.Log;
import dev.varve.store.txn.Space;
import dev.varve.store.txn.Spaces;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/// Lets go of what retention no longer keeps, segment by segment, beside the writers. One thread at
/// a time.
public final class Compactor {
  /// Bytes written a second, so that writers keep most of the device.
  private static final long RATE = 64 << 20;

  private final Log log;
  private final KeyIndex index;
  private final Spaces spaces;
  private final Clock clock;
  private final Log.Exclusive exclusive;

  /// @param exclusive runs a change between two groups
  public Compactor(Log log, KeyIndex index, Spaces spaces, Clock clock, Log.Exclusive exclusive) {
    this.log = log;
    this.index = index;
    this.spaces = spaces;
    this.clock = clock;
    this.exclusive = exclusive;
  }

  /// Whether any namespace lets anything go.
  public boolean hasWork() {
    for (Space space : spaces.all()) {
      boolean letsGo =
          !(space.config().retention() instanceof Retention.All)
              && !(space.config().retention() instanceof Retention.None);
      if (letsGo && space.status().versions() > 0) {
        return true;
      }
    }
    return false;
  }

  /// Goes once over the segments up to a position. Returns the bytes of the records that went.
  ///
  /// @param share rewrite a segment when at least this share of it goes
  public long run(long upTo, double share) throws IOException {
    long freed = 0;
    long next = 1;
    while (next != 0) {
      var keeping = new Keeping(log, index, spaces, clock.epochMillis());
      var steps =
          new Log.CompactionSteps(
              keeping,
              Compactor::slowDown,
              (dropped, change) -> exclusive.run(dropped, () -> apply(keeping, dropped, change)));
      Log.Compacted compacted = log.compact(next, upTo, share, steps);
      freed += compacted.freed();
      next = compacted.next();
    }
    return freed;
  }

  private void apply(Keeping keeping, Map<Integer, Long> dropped, Runnable change) {
    dropped.forEach((space, seq) -> spaces.byId(space).dropped(seq));
    index.beginWrite();
    try {
      for (Entry entry : keeping.gone()) {
        byte[] key = entry.key();
        if (index.latest(entry.namespace(), key, keeping) == entry.seq()) {
          index.remove(entry.namespace(), key, entry.seq());
        }
      }
    } finally {
      index.endWrite();
    }
    change.run();
  }

  private static void slowDown(int bytes) {
    LockSupport.parkNanos(bytes * 1_000_000_000L / RATE);
  }
}
