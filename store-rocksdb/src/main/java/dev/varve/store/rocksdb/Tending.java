package dev.varve.store.rocksdb;

import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.store.engine.Engine;
import dev.varve.store.engine.Host;
import dev.varve.store.engine.Removed;
import dev.varve.store.problem.StoreCode;
import dev.varve.store.record.Chain;
import dev.varve.store.record.Entry;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// What the engine does for itself: saves the state that opening starts from, and lets go of what
/// retention does not keep. Its monitor keeps these and checks of the whole store apart.
final class Tending implements AutoCloseable {
  /// Versions after which there is something to do.
  private static final int EVERY = 20_000;

  /// Positions looked at in one go: a batch of changes holds no more.
  private static final int RUN = 16 * 1024;

  /// Runs looked at each time. More than are written, so that every one is seen again.
  private static final int STEPS = 3;

  private static final long LONG_AGO = TimeUnit.HOURS.toNanos(1);

  private final RocksEngine engine;
  private final Host host;
  private volatile @Nullable Thread thread;
  private volatile boolean stopped;
  private volatile boolean wanted;
  private volatile @Nullable Problem problem;
  private volatile long saved;
  private long cursor = 1;

  Tending(RocksEngine engine, Host host) {
    this.engine = engine;
    this.host = host;
    byte[] state = engine.database().find(Family.DEFAULT, Keys.STATE);
    this.saved = state == null ? 0 : Checkpoint.read(state).seq();
  }

  /// Runs by itself from now on.
  void start() {
    thread = Thread.ofPlatform().daemon().name("varve-rocks-tending").start(this::run);
  }

  private void run() {
    while (!stopped) {
      LockSupport.parkNanos(this, LONG_AGO);
      wanted = false;
      if (!stopped) {
        tend();
      }
    }
  }

  void published() {
    Thread worker = thread;
    if (!wanted && worker != null && engine.last() - saved >= EVERY) {
      wanted = true;
      LockSupport.unpark(worker);
    }
  }

  Optional<Problem> problem() {
    return Optional.ofNullable(problem);
  }

  synchronized <T> T undisturbed(Engine.Work<T> work) throws IOException {
    return work.run();
  }

  synchronized void tend() {
    try {
      checkpoint();
      for (int i = 0; i < STEPS && !stopped; i++) {
        Sweep sweep = sweep(cursor);
        sweep.run();
        cursor = sweep.end() >= saved ? 1 : sweep.end() + 1;
      }
      host.tended();
      problem = null;
    } catch (Failure e) {
      problem = e.problems().getFirst();
    } catch (IOException | RuntimeException e) {
      problem =
          Problem.of(
              StoreCode.IO_FAILED,
              "the store must be able to tend its files, but " + e,
              "check the disk; it is tried again");
    }
  }

  private Sweep sweep(long from) {
    return new Sweep(engine, host, from, Math.min(saved, from + RUN - 1));
  }

  /// Saves the state, unless the last one is as new as what is written.
  synchronized void checkpoint() throws IOException {
    host.exclusively(() -> {
      if (engine.last() != saved) {
        try (var batch = new Batch(engine.database())) {
          saveIn(batch);
          engine.database().write(batch, true);
        }
        engine.synced();
        saved = engine.last();
      }
    });
  }

  private void saveIn(Batch batch) throws IOException {
    var now = new Checkpoint(engine.last(), engine.keys(), host.state());
    batch.put(Family.DEFAULT, Keys.STATE, now.bytes());
  }

  synchronized long compact() throws IOException {
    checkpoint();
    long upTo = saved;
    long freed = 0;
    for (long from = 1; from <= upTo; from += RUN) {
      freed += new Sweep(engine, host, from, Math.min(upTo, from + RUN - 1)).run();
    }
    if (freed > 0) {
      engine.database().rewrite(Family.RECORDS, null, null);
    }
    return freed;
  }

  /// Takes the values of a key's versions before this one away, in the database and on the device.
  synchronized void erase(long seq) throws IOException {
    var erased = new TreeMap<Long, byte[]>();
    var removed = new TreeMap<Integer, Removed>();
    for (Entry at = engine.entry(seq); at != null; at = Chain.older(at, engine)) {
      if (at.seq() != seq && at.hasValue()) {
        erased.put(at.seq(), RocksRecords.stamped(at.withoutValue()));
        var lost = new Removed(at.namespace(), 0, 0, at.valueLength(), 0);
        removed.merge(at.namespace(), lost, Removed::and);
      }
    }
    if (!erased.isEmpty()) {
      host.exclusively(() -> replace(erased, removed));
      byte[] behind = Keys.number(erased.lastKey() + 1);
      engine.database().rewrite(Family.RECORDS, Keys.number(erased.firstKey()), behind);
    }
  }

  /// The state goes along: what is counted after it must not be counted as removed, too.
  private void replace(Map<Long, byte[]> records, Map<Integer, Removed> removed)
      throws IOException {
    try (var batch = new Batch(engine.database())) {
      for (var each : records.entrySet()) {
        batch.put(Family.RECORDS, Keys.number(each.getKey()), each.getValue());
      }
      engine.totals().put(removed.values(), batch);
      saveIn(batch);
      engine.database().write(batch, true);
    }
    engine.synced();
    engine.totals().add(removed.values());
    saved = engine.last();
    host.removed(List.copyOf(removed.values()));
  }

  @Override
  public void close() {
    stopped = true;
    Thread worker = thread;
    boolean interrupted = false;
    while (worker != null && worker.isAlive()) {
      LockSupport.unpark(worker);
      try {
        worker.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
