package dev.varve.edge.balance;

/// A moving average of waiting times that believes bad news at once and good news slowly (peak
/// EWMA): a wait longer than the average replaces it, shorter ones pull it down with a decay of ten
/// seconds.
///
/// Loops write it without a lock. A lost update costs one sample of an estimate, and nothing else
/// is derived from it.
public final class Latency {
  private static final double DECAY_NANOS = 10e9;

  private volatile double nanos;
  private volatile long stampNanos;

  /// One request was answered after this wait.
  public void observe(long waitNanos, long nowNanos) {
    double before = nanos;
    if (waitNanos >= before) {
      nanos = waitNanos;
    } else {
      double keep = Math.exp(-Math.max(nowNanos - stampNanos, 0) / DECAY_NANOS);
      nanos = before * keep + waitNanos * (1 - keep);
    }
    stampNanos = nowNanos;
  }

  /// The average now: silence lets it fade, so a target that was slow once is tried again.
  public double nanos(long nowNanos) {
    double quiet = Math.max(nowNanos - stampNanos, 0);
    return nanos * Math.exp(-quiet / DECAY_NANOS);
  }
}
