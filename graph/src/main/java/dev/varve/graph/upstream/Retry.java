package dev.varve.graph.upstream;

import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Shape;
import dev.varve.graph.shape.Types;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whether and when a failed request is sent again, always to another target if there is one.
public record Retry(
    int attempts,
    List<RetryOn> on,
    @Nullable Duration perTry,
    Duration backoff,
    Duration maxBackoff,
    int budget,
    long maxBody) {
  private static final Field<Retry, Integer> ATTEMPTS =
      Field.of(
          "attempts", "Tries in all, the first included.", Types.whole(1, 10), 2, Retry::attempts);
  private static final Field<Retry, List<RetryOn>> ON =
      Field.of(
          "on",
          "Failures that are worth another try: connect, reset, timeout or a status; what may have"
              + " reached the target is sent again only if the method is idempotent.",
          Types.list(new RetryOnType()),
          List.of(new RetryOn.Failed(RetryOn.Cause.CONNECT)),
          Retry::on);
  private static final Field<Retry, Duration> PER_TRY =
      Field.optional(
          "perTry",
          "How long one try may take until its response begins.",
          Types.span(Duration.ofMillis(10), Duration.ofHours(1)),
          Retry::perTry);
  private static final Field<Retry, Duration> BACKOFF =
      Field.of(
          "backoff",
          "Wait before the second try, doubled for each next one, with jitter.",
          Types.span(Duration.ZERO, Duration.ofMinutes(1)),
          Duration.ofMillis(25),
          Retry::backoff);
  private static final Field<Retry, Duration> MAX_BACKOFF =
      Field.of(
          "maxBackoff",
          "The longest such wait.",
          Types.span(Duration.ZERO, Duration.ofMinutes(5)),
          Duration.ofSeconds(1),
          Retry::maxBackoff);
  private static final Field<Retry, Integer> BUDGET =
      Field.of(
          "budget",
          "Percentage of the requests of the last ten seconds that retries may add.",
          Types.whole(0, 100),
          20,
          Retry::budget);
  private static final Field<Retry, Long> MAX_BODY =
      Field.of(
          "maxBody",
          "Bodies larger than this are not kept for a retry.",
          Types.size(0L, 64L << 20),
          64L << 10,
          Retry::maxBody);

  /// Members, bounds and defaults.
  public static final Shape<Retry> SHAPE =
      Shape.of(
          "Retry",
          "Whether and when a failed request is sent again, always to another target if there is"
              + " one.",
          List.of(ATTEMPTS, ON, PER_TRY, BACKOFF, MAX_BACKOFF, BUDGET, MAX_BODY),
          v ->
              new Retry(
                  v.get(ATTEMPTS),
                  v.get(ON),
                  v.maybe(PER_TRY),
                  v.get(BACKOFF),
                  v.get(MAX_BACKOFF),
                  v.get(BUDGET),
                  v.get(MAX_BODY)));

  /// Every default.
  public static final Retry DEFAULT = SHAPE.defaults();

  public Retry {
    ATTEMPTS.check(attempts);
    on = List.copyOf(on);
    if (perTry != null) {
      PER_TRY.check(perTry);
    }
    BACKOFF.check(backoff);
    MAX_BACKOFF.check(maxBackoff);
    BUDGET.check(budget);
    MAX_BODY.check(maxBody);
  }
}
