package dev.varve.edge.health;

import dev.varve.edge.balance.Target;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/// The circuit breaker of one target, shared by all loops.
///
/// Closed: everything passes and is counted in ten buckets of a tenth of the window each. Open:
/// nothing passes. Half open, once the time is over: a few probes pass; as many successes close the
/// circuit, one failure opens it again.
///
/// A bucket is one long that is replaced by compare-and-set: 24 bits of the time it stands for, 20
/// bits of requests, 20 bits of failures. The lock is taken only to change state.
public final class Breaker implements Target.Gate {
  private static final int BUCKETS = 10;
  private static final int COUNT_BITS = 20;
  private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;
  private static final long TIME_MASK = (1L << 24) - 1;

  private final BreakerRules rules;
  private final long bucketNanos;
  private final AtomicLongArray buckets = new AtomicLongArray(BUCKETS);
  private final AtomicInteger probing = new AtomicInteger();
  private volatile State state = State.CLOSED;
  private volatile long openedNanos;
  private int probesGood;

  /// Where the circuit stands.
  public enum State {
    CLOSED,
    OPEN,
    HALF_OPEN
  }

  /// How a request that was let through ended.
  public enum Result {
    GOOD,
    /// No answer, an unusable one, or 5xx.
    BAD,
    /// Nothing can be said: the client went away first.
    UNKNOWN
  }

  public Breaker(BreakerRules rules) {
    this.rules = rules;
    this.bucketNanos = rules.window().toNanos() / BUCKETS;
  }

  public State state(long nowNanos) {
    State now = state;
    return now == State.OPEN && isOver(nowNanos) ? State.HALF_OPEN : now;
  }

  @Override
  public boolean open(long nowNanos) {
    return switch (state) {
      case CLOSED -> true;
      case OPEN -> isOver(nowNanos);
      case HALF_OPEN -> probing.get() < rules.probes();
    };
  }

  private boolean isOver(long nowNanos) {
    return nowNanos - openedNanos >= rules.open().toNanos();
  }

  /// Asks to send one request. When true, [#left] must follow.
  public boolean enter(long nowNanos) {
    if (state == State.CLOSED) {
      return true;
    }
    if (state == State.OPEN && !halfOpens(nowNanos)) {
      return false;
    }
    if (state == State.CLOSED) {
      return true;
    }
    if (probing.incrementAndGet() > rules.probes()) {
      probing.decrementAndGet();
      return false;
    }
    return true;
  }

  private synchronized boolean halfOpens(long nowNanos) {
    if (state == State.OPEN && isOver(nowNanos)) {
      probesGood = 0;
      probing.set(0);
      state = State.HALF_OPEN;
    }
    return state != State.OPEN;
  }

  /// The request that [#enter] let through has ended.
  public void left(Result result, long nowNanos) {
    if (state == State.CLOSED) {
      if (result != Result.UNKNOWN) {
        count(result == Result.BAD, nowNanos);
      }
    } else {
      leftProbe(result, nowNanos);
    }
  }

  private synchronized void leftProbe(Result result, long nowNanos) {
    if (state != State.HALF_OPEN) {
      return;
    }
    // Requests from before the circuit opened end here too; the count must not fall below zero.
    probing.updateAndGet(count -> Math.max(count - 1, 0));
    switch (result) {
      case GOOD -> {
        if (++probesGood >= rules.probes()) {
          close();
        }
      }
      case BAD -> open(nowNanos, State.HALF_OPEN);
      case UNKNOWN -> {}
    }
  }

  private void close() {
    for (int i = 0; i < BUCKETS; i++) {
      buckets.set(i, 0);
    }
    state = State.CLOSED;
  }

  private synchronized void open(long nowNanos, State from) {
    if (state == from) {
      openedNanos = nowNanos;
      state = State.OPEN;
    }
  }

  private void count(boolean bad, long nowNanos) {
    long time = nowNanos / bucketNanos;
    int index = (int) Math.floorMod(time, (long) BUCKETS);
    long stamp = (time & TIME_MASK) << (2 * COUNT_BITS);
    long before;
    long after;
    do {
      before = buckets.get(index);
      after = add(isOf(before, stamp) ? before : stamp, bad);
    } while (!buckets.compareAndSet(index, before, after));
    if (bad && tooManyFailed(time)) {
      open(nowNanos, State.CLOSED);
    }
  }

  private static boolean isOf(long bucket, long stamp) {
    return (bucket & ~((1L << (2 * COUNT_BITS)) - 1)) == stamp;
  }

  /// Stops counting at a million in a bucket: the ratio is known well enough by then.
  private static long add(long bucket, boolean bad) {
    if (((bucket >>> COUNT_BITS) & COUNT_MASK) == COUNT_MASK) {
      return bucket;
    }
    return bucket + (1L << COUNT_BITS) + (bad ? 1 : 0);
  }

  private boolean tooManyFailed(long time) {
    long all = 0;
    long bad = 0;
    for (int i = 0; i < BUCKETS; i++) {
      long bucket = buckets.get(i);
      long age = (time - (bucket >>> (2 * COUNT_BITS))) & TIME_MASK;
      if (age < BUCKETS) {
        all += (bucket >>> COUNT_BITS) & COUNT_MASK;
        bad += bucket & COUNT_MASK;
      }
    }
    return all >= rules.samplesMin() && bad * 100 >= all * rules.errorPercent();
  }
}
