package dev.varve.graph.match;

import dev.varve.base.Clock;
import java.util.function.IntSupplier;

/// The time of the best of many short rounds: what others do on the machine spoils some, not all.
final class Rounds {
  private static final int COUNT = 200;

  private Rounds() {}

  /// @param round gives something, so that it is not left out
  static long best(IntSupplier round) {
    long best = Long.MAX_VALUE;
    int sum = 0;
    for (int i = 0; i < COUNT; i++) {
      long begun = Clock.SYSTEM.nanos();
      sum += round.getAsInt();
      best = Math.min(best, Clock.SYSTEM.nanos() - begun);
    }
    return sum == Integer.MIN_VALUE ? Long.MAX_VALUE : Math.max(1, best);
  }
}
