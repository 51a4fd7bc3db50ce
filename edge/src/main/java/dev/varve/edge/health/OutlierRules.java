package dev.varve.edge.health;

import dev.varve.base.Check;
import java.time.Duration;

/// When a target that answers badly, beside others that do not, is left out for a while.
///
/// @param window over which answers are judged
/// @param samplesMin with fewer answers in the window nothing is concluded
/// @param errorPercent a target with at least this share of failures is an outlier
/// @param ejectFirst how long the first ejection lasts; each following one as much longer
/// @param ejectLast how long an ejection lasts at most
/// @param ejectedPercentMax never more of an upstream's targets than this; at least one stays
public record OutlierRules(
    Duration window,
    int samplesMin,
    int errorPercent,
    Duration ejectFirst,
    Duration ejectLast,
    int ejectedPercentMax) {
  public static final OutlierRules DEFAULT =
      new OutlierRules(
          Duration.ofSeconds(10), 10, 50, Duration.ofSeconds(10), Duration.ofMinutes(5), 50);

  public OutlierRules {
    Check.within("outlier.window", window, Duration.ofMillis(100), Duration.ofHours(1));
    Check.within("outlier.samples", samplesMin, 1, 1_000_000);
    Check.within("outlier.errors", errorPercent, 1, 100);
    Check.within("outlier.ejectFirst", ejectFirst, Duration.ofMillis(10), Duration.ofHours(1));
    Check.within("outlier.ejectLast", ejectLast, ejectFirst, Duration.ofDays(1));
    Check.within("outlier.ejectedMax", ejectedPercentMax, 0, 100);
  }
}
