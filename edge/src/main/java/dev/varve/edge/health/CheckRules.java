package dev.varve.edge.health;

import dev.varve.base.Check;
import java.time.Duration;

/// When active checks change their mind about a target.
///
/// @param every from the end of one check to the next; the real wait differs by up to a tenth, so
///   that checks of many targets do not fall together
/// @param timeout how long one check may take
/// @param rise how many good answers in a row bring a target back
/// @param fall how many bad ones in a row take it out
public record CheckRules(Duration every, Duration timeout, int rise, int fall) {
  public static final CheckRules DEFAULT =
      new CheckRules(Duration.ofSeconds(5), Duration.ofSeconds(2), 2, 3);

  public CheckRules {
    Check.within("health.every", every, Duration.ofMillis(100), Duration.ofHours(1));
    Check.within("health.timeout", timeout, Duration.ofMillis(10), Duration.ofMinutes(1));
    Check.within("health.rise", rise, 1, 100);
    Check.within("health.fall", fall, 1, 100);
  }
}
