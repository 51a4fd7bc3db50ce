package dev.varve.store.log;

import dev.varve.base.Clock;
import dev.varve.store.engine.Host;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/// Keeps work in the background out of the way of writers. While groups are written it goes on in
/// short stretches, with rests between that are twice as long; while nobody writes it does not
/// rest. One thread at a time.
final class Pace {
  /// What a writer may have to wait for a core that is at work here.
  private static final long STRETCH_NANOS = 400_000;

  private static final int REST = 2;

  /// However long a stretch was, as by a sync in it.
  private static final long REST_NANOS_MAX = 20_000_000;

  /// Steps between two looks at the clock.
  private static final int STEPS = 16;

  private final LongSupplier groups;
  private final Host.Work between;
  private final Clock clock = Clock.SYSTEM;
  private long begin;
  private long groupsBefore;
  private int left;

  /// @param groups counts what writers have waited for
  /// @param between done after each stretch
  Pace(LongSupplier groups, Host.Work between) {
    this.groups = groups;
    this.between = between;
  }

  /// Some microseconds of work are done.
  void step() throws IOException {
    if (--left <= 0) {
      left = STEPS;
      restIfDue();
    }
  }

  /// Whether somebody has written since the last look.
  boolean isBusy() {
    return groups.getAsLong() != groupsBefore;
  }

  private void restIfDue() throws IOException {
    long worked = clock.nanos() - begin;
    if (worked < STRETCH_NANOS) {
      return;
    }
    if (isBusy()) {
      LockSupport.parkNanos(this, Math.min(REST * worked, REST_NANOS_MAX));
    }
    between.run();
    groupsBefore = groups.getAsLong();
    begin = clock.nanos();
  }
}
