package dev.varve.store.engine;

import dev.varve.store.index.KeyIndex;
import dev.varve.store.log.Entry;
import dev.varve.store.log.Log;
import dev.varve.store.spi.Host;
import dev.varve.store.spi.Removed;
import java.io.IOException;
import java.util.Collection;
import java.util.concurrent.locks.LockSupport;

/// Lets go of what retention no longer keeps, segment by segment, beside the writers. One thread at
/// a time.
final class Compactor {
  /// Bytes written a second, so that writers keep most of the device.
  private static final long RATE = 64 << 20;

  private final Log log;
  private final KeyIndex index;
  private final Host host;

  Compactor(Log log, KeyIndex index, Host host) {
    this.log = log;
    this.index = index;
    this.host = host;
  }

  /// Goes once over the segments up to a position. Returns the bytes of the records that went.
  ///
  /// @param share rewrite a segment when at least this share of it goes
  long run(long upTo, double share) throws IOException {
    long freed = 0;
    long next = 1;
    while (next != 0) {
      Host.Keeper keeper = host.keeper();
      var steps =
          new Log.CompactionSteps(
              keeper,
              Compactor::slowDown,
              (removed, change) -> host.exclusively(() -> apply(keeper, removed, change)));
      Log.Compacted compacted = log.compact(next, upTo, share, steps);
      freed += compacted.freed();
      next = compacted.next();
    }
    return freed;
  }

  private void apply(Host.Keeper keeper, Collection<Removed> removed, Runnable change) {
    host.removed(removed);
    index.beginWrite();
    try {
      var probe = new LogEngine.Probe(log);
      for (Entry entry : keeper.forgotten()) {
        byte[] key = entry.key();
        if (index.latest(entry.namespace(), key, probe) == entry.seq()) {
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
