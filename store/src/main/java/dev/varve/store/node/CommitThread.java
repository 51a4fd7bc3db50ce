package dev.varve.store.node;

import dev.varve.base.Threads;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Leads where no caller does. Comes to be when it is first needed.
final class CommitThread implements AutoCloseable {
  private final Runnable leading;
  private volatile @Nullable Thread thread;
  private volatile boolean stopped;

  /// @param leading returns when nothing is queued or somebody else leads
  CommitThread(Runnable leading) {
    this.leading = leading;
  }

  /// Something is queued. False when the thread has come to its end, and may not see it.
  boolean wake() {
    Thread running = stopped ? null : thread;
    if (running == null) {
      running = start();
    }
    LockSupport.unpark(running);
    return running != null;
  }

  private synchronized @Nullable Thread start() {
    if (thread == null && !stopped) {
      thread = Thread.ofPlatform().daemon().name("varve-store-commit").start(this::run);
    }
    return stopped ? null : thread;
  }

  private void run() {
    while (!stopped) {
      leading.run();
      if (!stopped) {
        LockSupport.park(this);
      }
    }
    leading.run(); // what was queued by somebody who did not see yet that it has stopped
  }

  @Override
  public void close() {
    Thread running;
    synchronized (this) {
      stopped = true;
      running = thread;
    }
    if (running != null) {
      LockSupport.unpark(running);
      Threads.join(running);
    }
  }
}
