package dev.varve.edge.health;

import dev.varve.base.Check;
import java.time.Duration;
import java.util.Set;
import java.util.random.RandomGenerator;

/// When a request is sent again, to another target.
///
/// @param attempts in all, the first included
/// @param on what is worth another attempt
/// @param statuses answers that are, when [On#STATUS] is among `on`
/// @param backoffFirst the longest wait before the second attempt; doubles with each one
/// @param backoffLast the longest wait of all; every wait is drawn evenly from zero up to it
public record RetryRules(
    int attempts, Set<On> on, Set<Integer> statuses, Duration backoffFirst, Duration backoffLast) {
  /// What can be worth another attempt.
  public enum On {
    CONNECT,
    BROKEN,
    TIMEOUT,
    STATUS
  }

  public static final RetryRules DEFAULT =
      new RetryRules(
          2, Set.of(On.CONNECT, On.BROKEN), Set.of(), Duration.ofMillis(5), Duration.ofMillis(250));

  public static final RetryRules NONE =
      new RetryRules(1, Set.of(), Set.of(), Duration.ZERO, Duration.ZERO);

  public RetryRules {
    Check.within("retry.attempts", attempts, 1, 10);
    Check.within("retry.backoff", backoffFirst, Duration.ZERO, Duration.ofMinutes(1));
    Check.within("retry.backoffMax", backoffLast, backoffFirst, Duration.ofMinutes(1));
    on = Set.copyOf(on);
    statuses = Set.copyOf(statuses);
  }

  /// Whether these rules want another attempt after this outcome; whether it is allowed is
  /// [Attempt#maySendAgain].
  public boolean wants(Attempt outcome, int attemptsMade) {
    if (attemptsMade >= attempts) {
      return false;
    }
    return switch (outcome) {
      case Attempt.Refused(Attempt.Cause cause) ->
          on.contains(On.CONNECT) || (on.contains(On.TIMEOUT) && isTimeout(cause));
      case Attempt.Broken(Attempt.Cause cause) ->
          on.contains(isTimeout(cause) ? On.TIMEOUT : On.BROKEN);
      case Attempt.Answered(int status) -> on.contains(On.STATUS) && statuses.contains(status);
      case Attempt.Unserved _, Attempt.Abandoned _ -> false;
    };
  }

  private static boolean isTimeout(Attempt.Cause cause) {
    return cause.status() == 504;
  }

  /// How long to wait before the next attempt: full jitter, so that what failed together does not
  /// come back together.
  public long waitNanos(int attemptsMade, RandomGenerator chance) {
    long first = backoffFirst.toNanos();
    long most = Math.min(first << Math.min(attemptsMade - 1, 20), backoffLast.toNanos());
    return most <= 0 ? 0 : chance.nextLong(most + 1);
  }
}
