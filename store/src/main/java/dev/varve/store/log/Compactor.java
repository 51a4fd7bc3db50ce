package dev.varve.store.log;

import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.store.engine.Host;
import dev.varve.store.engine.Removed;
import dev.varve.store.index.KeyIndex;
import dev.varve.store.problem.StoreCode;
import dev.varve.store.record.Entry;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Lets go of what retention no longer keeps, segment by segment, beside the writers. One thread at
/// a time.
final class Compactor {
  /// Bytes written a second beside writers, so that they keep most of the device.
  private static final long RATE = 64 << 20;

  /// By itself it rewrites where at least this share of the bytes is taken to go.
  private static final double WORTH = 0.3;

  private final Log log;
  private final KeyIndex index;
  private final Host host;
  private final Pace pace;
  private volatile @Nullable Problem passedOver;
  private volatile @Nullable Problem passedOverBefore;
  private long cursor = 1;

  /// @param between done again and again while segments are rewritten
  Compactor(Log log, KeyIndex index, Host host, Host.Work between) {
    this.log = log;
    this.index = index;
    this.host = host;
    this.pace = new Pace(log::syncs, between);
  }

  /// Goes once over the segments up to a position. Returns the bytes of the records that went.
  long all(long upTo) throws IOException {
    long freed = 0;
    for (long next = 1; next != 0; ) {
      Log.Compacted compacted = step(next, upTo, 0);
      freed += compacted.freed();
      next = compacted.next();
    }
    return freed;
  }

  /// Looks at the next run from where it stopped last; begins again at the end. So what is looked
  /// at for each segment written does not grow with the length of history.
  ///
  /// A run that cannot be rewritten, as where a packed value is damaged, is told and passed over:
  /// it must not keep the others from getting smaller.
  void next(long upTo) throws IOException {
    long from = Math.max(1, cursor);
    if (from == 1) {
      passedOverBefore = passedOver;
      passedOver = null;
    }
    try {
      cursor = step(from, upTo, WORTH).next();
    } catch (RuntimeException e) {
      passedOver = problem(e);
      cursor = log.behind(from, upTo);
    }
  }

  private static Problem problem(RuntimeException e) {
    return e instanceof Failure failure
        ? failure.problems().getFirst()
        : Problem.of(
            StoreCode.DAMAGED,
            "compaction must be able to read the log, but " + e,
            "run 'varve db verify'");
  }

  /// Of a run that was passed over, until all were looked at again and none had to be.
  Optional<Problem> problem() {
    return Optional.ofNullable(passedOver).or(() -> Optional.ofNullable(passedOverBefore));
  }

  private Log.Compacted step(long from, long upTo, double share) throws IOException {
    Host.Keeper keeper = host.keeper();
    var steps =
        new Log.CompactionSteps(
            keeper, new Slowed(), (removed, change) -> replace(keeper, removed, change));
    return log.compact(from, upTo, share, steps);
  }

  private void replace(Host.Keeper keeper, Collection<Removed> removed, Runnable change) {
    host.exclusively(() -> apply(keeper, removed, change));
  }

  /// Erases the values of versions in complete segments.
  void erase(List<Long> seqs) throws IOException {
    log.erase(
        seqs,
        (removed, change) ->
            host.exclusively(() -> {
              host.removed(removed);
              change.run();
            }));
  }

  /// Nothing changes when a key that was to be forgotten has come back meanwhile: what is counted
  /// as removed would be wrong. It is decided anew the next time.
  private void apply(Host.Keeper keeper, Collection<Removed> removed, Runnable change) {
    if (!keeper.forgotten().stream().allMatch(this::isLatest)) {
      return;
    }
    host.removed(removed);
    index.beginWrite();
    try {
      for (Entry entry : keeper.forgotten()) {
        index.remove(entry.namespace(), entry.key(), entry.seq());
      }
    } finally {
      index.endWrite();
    }
    change.run();
  }

  private boolean isLatest(Entry entry) {
    var probe = new LogEngine.Probe(log);
    return index.latest(entry.namespace(), entry.key(), probe) == entry.seq();
  }

  private final class Slowed implements Compaction.Throttle {
    @Override
    public void wrote(int bytes) {
      if (pace.isBusy()) {
        LockSupport.parkNanos(bytes * 1_000_000_000L / RATE);
      }
    }

    @Override
    public void step() throws IOException {
      pace.step();
    }
  }
}
