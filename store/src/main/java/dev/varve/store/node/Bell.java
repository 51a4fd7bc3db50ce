package dev.varve.store.node;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Wakes whoever waits for new versions. Costs writers one read while nobody waits.
final class Bell {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition rung = lock.newCondition();
  private final AtomicInteger waiting = new AtomicInteger();

  /// Something to wait for.
  interface Sign {
    boolean given();
  }

  void ring() {
    if (waiting.get() == 0) {
      return;
    }
    lock.lock();
    try {
      rung.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Waits until the sign is given, the time is over or the thread is interrupted.
  void await(Sign sign, long nanos) {
    waiting.incrementAndGet();
    lock.lock();
    try {
      long left = nanos;
      while (left > 0 && !sign.given()) {
        left = rung.awaitNanos(left);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
      waiting.decrementAndGet();
    }
  }
}
