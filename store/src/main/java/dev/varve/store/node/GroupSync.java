package dev.varve.store.node;

import dev.varve.base.Threads;
import dev.varve.store.txn.Writer;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Syncs, within 100 ms, what namespaces of group durability acknowledged without. Its thread comes
/// to be with the first such write.
final class GroupSync implements AutoCloseable {
  private static final long DELAY_NANOS = 50_000_000;

  private @Nullable Committer committer;
  private @Nullable Writer writer;
  private volatile @Nullable Thread thread;
  private volatile boolean wanted;
  private volatile boolean stopped;

  void start(Committer through, Writer of) {
    committer = through;
    writer = of;
  }

  /// Something waits for a sync. Called by the thread that leads.
  void wanted() {
    if (wanted) {
      return;
    }
    wanted = true;
    Thread worker = thread;
    if (worker == null && !stopped) {
      thread = Thread.ofPlatform().daemon().name("varve-store-sync").start(this::run);
    } else {
      LockSupport.unpark(worker);
    }
  }

  private void run() {
    while (!stopped) {
      if (!wanted) {
        LockSupport.park(this);
        continue;
      }
      LockSupport.parkNanos(this, DELAY_NANOS);
      wanted = false;
      Committer through = committer;
      Writer of = writer;
      if (through != null && of != null) {
        through.exclusively(() -> {
          if (of.wantsSyncSoon()) {
            of.sync();
          }
        });
      }
    }
  }

  @Override
  public void close() {
    stopped = true;
    Thread worker = thread;
    if (worker != null) {
      LockSupport.unpark(worker);
      Threads.join(worker);
    }
  }
}
