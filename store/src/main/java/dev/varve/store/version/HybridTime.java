package dev.varve.store.version;

import java.time.Instant;

/// Times of transactions: milliseconds since 1970 in the upper 48 bits, a counter in the lower 16.
/// As an [Instant] the counter shows as nanoseconds below the millisecond, so nothing is lost.
public final class HybridTime {
  private static final int COUNTER_BITS = 16;
  private static final int COUNTER_MAX = (1 << COUNTER_BITS) - 1;

  private HybridTime() {}

  /// The first time after `last` that is not before the clock: a clock that steps back, or stands
  /// still, moves only the counter.
  public static long next(long last, long clockMillis) {
    return Math.max(last + 1, clockMillis << COUNTER_BITS);
  }

  public static Instant toInstant(long time) {
    return Instant.ofEpochMilli(time >>> COUNTER_BITS).plusNanos(time & COUNTER_MAX);
  }

  /// The latest hybrid time that is not after the instant.
  public static long atMost(Instant instant) {
    if (instant.isBefore(Instant.EPOCH)) {
      return 0;
    }
    long millis =
        Math.min(instant.getEpochSecond(), (1L << 36)) * 1000 + instant.getNano() / 1_000_000;
    long counter = Math.min(instant.getNano() % 1_000_000, COUNTER_MAX);
    return (Math.min(millis, (1L << 47) - 1) << COUNTER_BITS) | counter;
  }

  public static long millis(long time) {
    return time >>> COUNTER_BITS;
  }
}
