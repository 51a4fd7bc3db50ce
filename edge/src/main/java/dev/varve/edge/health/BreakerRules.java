package dev.varve.edge.health;

import dev.varve.base.Check;
import java.time.Duration;

/// When the circuit to a target opens and how it closes again.
///
/// @param window over which failures are counted
/// @param samplesMin with fewer requests in the window the circuit stays closed
/// @param errorPercent the share of failures that opens it; an answer of 5xx is a failure
/// @param open how long nothing is sent once it has opened
/// @param probes how many requests may be on their way while it is half open, and how many must
///   succeed to close it
public record BreakerRules(
    Duration window, int samplesMin, int errorPercent, Duration open, int probes) {
  public static final BreakerRules DEFAULT =
      new BreakerRules(Duration.ofSeconds(10), 20, 50, Duration.ofSeconds(10), 3);

  public BreakerRules {
    Check.within("breaker.window", window, Duration.ofMillis(100), Duration.ofHours(1));
    Check.within("breaker.samples", samplesMin, 1, 1_000_000);
    Check.within("breaker.errors", errorPercent, 1, 100);
    Check.within("breaker.open", open, Duration.ofMillis(10), Duration.ofHours(1));
    Check.within("breaker.probes", probes, 1, 1_000);
  }
}
