package dev.varve.edge.balance;

import java.util.concurrent.atomic.AtomicLong;

/// A moving average of waiting times that believes bad news at once and good news slowly (peak
/// EWMA): a wait longer than the average replaces it, shorter ones pull it down with a decay of ten
/// seconds.
///
/// Loops write it without a lock and without a fence, which would cost more than all the rest. A
/// lost update costs one sample of an estimate, and nothing else is derived from it.
public final class Latency {
  private static final double DECAY_NANOS = 10e9;
  private static final double LITTLE = 1e-3;

  private final AtomicLong nanosBits = new AtomicLong();
  private final AtomicLong stampNanos = new AtomicLong();

  /// One request was answered after this wait.
  public void observe(long waitNanos, long nowNanos) {
    double before = Double.longBitsToDouble(nanosBits.getOpaque());
    double after = waitNanos;
    if (waitNanos < before) {
      double keep = keep(nowNanos - stampNanos.getOpaque());
      after = before * keep + waitNanos * (1 - keep);
    }
    nanosBits.setOpaque(Double.doubleToRawLongBits(after));
    stampNanos.setOpaque(nowNanos);
  }

  /// The average now: silence lets it fade, so a target that was slow once is tried again.
  public double nanos(long nowNanos) {
    return Double.longBitsToDouble(nanosBits.getOpaque()) * keep(nowNanos - stampNanos.getOpaque());
  }

  private static double keep(long nanos) {
    double share = Math.max(nanos, 0) / DECAY_NANOS;
    // The begin of the series is right to nine digits here.
    return share < LITTLE ? 1 - share + share * share / 2 : Math.exp(-share);
  }
}
