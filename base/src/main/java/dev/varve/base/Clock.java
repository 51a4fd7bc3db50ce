package dev.varve.base;

import java.time.Instant;

/// Where time comes from. Everything that measures or waits takes one as an argument, so that tests
/// hold time still.
public interface Clock {
  /// The machine's own clock.
  Clock SYSTEM =
      new Clock() {
        @Override
        public long epochMillis() {
          return System.currentTimeMillis();
        }

        @Override
        public long nanos() {
          return System.nanoTime();
        }
      };

  /// Wall time, which may step back: for showing, never for measuring.
  long epochMillis();

  /// Monotonic time in nanoseconds from an arbitrary origin: for measuring.
  long nanos();

  /// Wall time as an instant.
  default Instant now() {
    return Instant.ofEpochMilli(epochMillis());
  }
}
