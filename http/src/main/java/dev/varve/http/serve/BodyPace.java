package dev.varve.http.serve;

import dev.varve.http.ServerTimeouts;

/// Whether a request's body comes fast enough: time uses up a grace, bytes earn it back at the
/// least rate. Time in which nobody waits for the client counts for nothing. Belongs to a loop.
public final class BodyPace {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private long slackNanos;
  private long seenNanos;
  private long seenBytes;

  /// For one exchange at a time, which begins with [#begin].
  public BodyPace() {}

  public void begin(long now, ServerTimeouts timeouts) {
    slackNanos = timeouts.bodyGrace().toNanos();
    seenNanos = now;
    seenBytes = 0;
  }

  /// Looks at how many bytes came so far. True when the grace is used up.
  ///
  /// @param waits whether somebody waits for the client
  public boolean isLate(long now, long bytes, boolean waits, ServerTimeouts timeouts) {
    int rate = timeouts.bodyBytesPerSecond();
    boolean counts = waits && rate > 0;
    if (counts) {
      long earned = (bytes - seenBytes) * NANOS_PER_SECOND / rate;
      long grace = timeouts.bodyGrace().toNanos();
      slackNanos = Math.min(grace, slackNanos - (now - seenNanos) + earned);
    }
    seenNanos = now;
    seenBytes = bytes;
    return counts && slackNanos < 0;
  }
}
