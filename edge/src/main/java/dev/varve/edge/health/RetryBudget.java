package dev.varve.edge.health;

import dev.varve.base.Check;
import java.util.concurrent.atomic.AtomicLong;

/// Keeps retries a small part of all requests, so that an upstream in trouble is not buried by
/// them: each request pays in a fraction, each retry takes out one. A few retries a second are
/// always there, for upstreams with little traffic.
///
/// Shared by all loops. Counted in thousandths of a retry; two numbers change without a common
/// lock, and at worst a retry too many passes.
public final class RetryBudget {
  private static final long RETRY = 1_000;
  private static final int SECONDS_KEPT = 10;

  private final int percent;
  private final int perSecond;
  private final AtomicLong balance;
  private final AtomicLong refilledNanos;

  /// @param percent of requests that may be retries, 0 to 100
  /// @param perSecond retries a second that are free
  public RetryBudget(int percent, int perSecond, long nowNanos) {
    this.percent = Check.within("retry.budget", percent, 0, 100);
    this.perSecond = Check.within("retry.perSecond", perSecond, 0, 1_000_000);
    this.balance = new AtomicLong(perSecond * RETRY);
    this.refilledNanos = new AtomicLong(nowNanos);
  }

  /// A first attempt has set out.
  public void paidIn() {
    long most = Math.max(perSecond * RETRY * SECONDS_KEPT, 100 * RETRY);
    if (balance.get() < most) {
      balance.addAndGet(percent * RETRY / 100);
    }
  }

  /// Takes one retry out; false when there is none left.
  public boolean takeOut(long nowNanos) {
    refill(nowNanos);
    if (balance.addAndGet(-RETRY) >= 0) {
      return true;
    }
    balance.addAndGet(RETRY);
    return false;
  }

  private void refill(long nowNanos) {
    long before = refilledNanos.get();
    long passed = Math.min((nowNanos - before) / 1_000_000, 1_000);
    if (passed > 0 && refilledNanos.compareAndSet(before, nowNanos)) {
      long most = perSecond * RETRY;
      long room = most - balance.get();
      if (room > 0) {
        balance.addAndGet(Math.min(room, perSecond * passed));
      }
    }
  }
}
