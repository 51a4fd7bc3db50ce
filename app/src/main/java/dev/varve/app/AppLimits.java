package dev.varve.app;

import dev.varve.base.Check;
import java.time.Duration;

/// What one application may use. Every wait and every queue has a bound.
///
/// @param concurrent handlers that run at the same time; more are answered 503 at once
/// @param deadline from the head of a request to the head of its answer
/// @param streamBytes held between a handler's thread and the loop, in each direction of one call
public record AppLimits(int concurrent, Duration deadline, int streamBytes) {
  public static final AppLimits DEFAULT = new AppLimits(10_000, Duration.ofSeconds(30), 64 * 1024);

  public AppLimits {
    Check.within("app.limits.concurrent", concurrent, 1, 1_000_000);
    Check.within("app.limits.deadline", deadline, Duration.ofMillis(1), Duration.ofHours(1));
    Check.within("app.limits.streamBytes", streamBytes, 1024, 16 * 1024 * 1024);
  }
}
