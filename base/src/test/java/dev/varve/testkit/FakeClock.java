package dev.varve.testkit;

import dev.varve.base.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// Time that stands still until a test moves it.
public final class FakeClock implements Clock {
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicLong millis = new AtomicLong(1_800_000_000_000L);

  @Override
  public long epochMillis() {
    return millis.get();
  }

  @Override
  public long nanos() {
    return nanos.get();
  }

  public void advance(Duration span) {
    nanos.addAndGet(span.toNanos());
    millis.addAndGet(span.toMillis());
  }

  /// What a machine's wall clock may do and monotonic time never does.
  public void stepBack(Duration span) {
    millis.addAndGet(-span.toMillis());
  }
}
