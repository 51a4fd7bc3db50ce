package dev.varve.testkit;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waits for something that another thread or the kernel brings about. Ends as soon as it holds,
/// and fails when it does not hold in time: no test guesses how long something takes.
public final class Await {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final long PAUSE_NANOS = 500_000;

  private Await() {}

  /// Waits twenty seconds at most, which a busy machine may need.
  ///
  /// @param what completes the sentence "waited in vain until"
  /// @throws AssertionError when the time is up
  public static void until(String what, BooleanSupplier holds) {
    if (!within(PATIENCE, holds)) {
      throw new AssertionError("waited " + PATIENCE.toSeconds() + " s in vain until " + what);
    }
  }

  /// Whether it held before the time was up.
  public static boolean within(Duration patience, BooleanSupplier holds) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() - deadline >= 0) {
        return holds.getAsBoolean();
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return true;
  }
}
