package dev.varve.edge.limit;

import dev.varve.base.Check;
import dev.varve.base.unit.Rate;

/// Token buckets by key, for one rate, in bounded memory. Any thread.
///
/// A bucket is one number: the time at which it will be full again (the generic cell rate algorithm
/// of ATM networks, which gives the same verdicts as counting tokens). Buckets lie in sets of eight
/// places; a key that finds its set occupied takes the place of the fullest bucket, the one that
/// has the least to remember. So a flood of keys costs no memory, and a client near its limit is
/// the last to be forgotten.
///
/// Keys are 64-bit hashes. Two clients whose keys meet share a budget; nothing else is derived from
/// a key.
public final class RateLimiter {
  private static final int WAYS = 8;
  private static final int STRIPES = 64;

  private final long intervalNanos;
  private final long burst;
  private final Stripe[] stripes = new Stripe[STRIPES];

  private static final class Stripe {
    final long[] keys;
    final long[] fullAt;

    Stripe(int places) {
      keys = new long[places];
      fullAt = new long[places];
      java.util.Arrays.fill(fullAt, Long.MIN_VALUE);
    }
  }

  /// @param rate how fast a bucket fills
  /// @param burst how much it holds, at least 1
  /// @param keysMax how many buckets there are at most, rounded up to a multiple of 512
  public RateLimiter(Rate rate, long burst, int keysMax) {
    this.intervalNanos = Math.max(rate.per().toNanos() / rate.count(), 1);
    this.burst = Check.within("limit.burst", burst, 1L, Long.MAX_VALUE / intervalNanos / 2);
    Check.within("limit.keys", keysMax, 1, 16_777_216);
    int places = Math.max((keysMax + STRIPES - 1) / STRIPES, WAYS);
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new Stripe((places + WAYS - 1) / WAYS * WAYS);
    }
  }

  public long burst() {
    return burst;
  }

  /// How long until an empty bucket is full.
  public long fillNanos() {
    return intervalNanos * burst;
  }

  /// Takes so many tokens.
  ///
  /// @return how many are left, or the negative number of nanoseconds to wait until there are
  ///   enough; nothing was taken then
  public long take(long key, long tokens, long nowNanos) {
    long spread = mix(key);
    Stripe stripe = stripes[(int) (spread >>> 58)];
    synchronized (stripe) {
      int place = place(stripe, key, spread, nowNanos);
      long full = Math.max(stripe.fullAt[place], nowNanos);
      long next = full + tokens * intervalNanos;
      long wait = next - nowNanos - burst * intervalNanos;
      if (wait > 0) {
        return -wait;
      }
      stripe.fullAt[place] = next;
      return -wait / intervalNanos;
    }
  }

  private static int place(Stripe stripe, long key, long spread, long nowNanos) {
    int sets = stripe.keys.length / WAYS;
    int start = (int) ((spread & 0x7FFF_FFFF) % sets) * WAYS;
    int oldest = start;
    for (int i = start; i < start + WAYS; i++) {
      if (stripe.keys[i] == key && stripe.fullAt[i] != Long.MIN_VALUE) {
        return i;
      }
      if (stripe.fullAt[i] < stripe.fullAt[oldest]) {
        oldest = i;
      }
    }
    stripe.keys[oldest] = key;
    stripe.fullAt[oldest] = nowNanos;
    return oldest;
  }

  private static long mix(long key) {
    long hash = (key ^ (key >>> 32)) * 0x9E37_79B9_7F4A_7C15L;
    hash = (hash ^ (hash >>> 29)) * 0xBF58_476D_1CE4_E5B9L;
    return hash ^ (hash >>> 32);
  }
}
