package dev.varve.store;

import dev.varve.base.Check;
import dev.varve.base.Clock;

/// How a store is opened.
///
/// @param clock where versions get their times from
/// @param segmentBytes size of a log segment; the first ones of a small store are smaller
/// @param acceptDamage open for writing although acknowledged versions were found damaged
/// @param background run checkpoints and compaction by themselves; without, only when called
public record StoreOptions(
    Clock clock, long segmentBytes, boolean acceptDamage, boolean background) {
  public static final StoreOptions DEFAULT = new StoreOptions(Clock.SYSTEM, 64L << 20, false, true);

  public StoreOptions {
    Check.within("store.segmentBytes", segmentBytes, 64L << 10, 1L << 30);
  }

  public StoreOptions with(Clock other) {
    return new StoreOptions(other, segmentBytes, acceptDamage, background);
  }

  public StoreOptions withSegmentBytes(long bytes) {
    return new StoreOptions(clock, bytes, acceptDamage, background);
  }

  public StoreOptions withAcceptDamage(boolean accept) {
    return new StoreOptions(clock, segmentBytes, accept, background);
  }

  public StoreOptions withBackground(boolean wanted) {
    return new StoreOptions(clock, segmentBytes, acceptDamage, wanted);
  }
}
