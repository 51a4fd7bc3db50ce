package dev.varve.graph.route;

import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Shape;
import dev.varve.graph.shape.Types;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How much a route may be used.
public record Limits(
    List<RateLimit> limit,
    @Nullable Concurrency concurrency,
    long maxBody,
    boolean decompress,
    @Nullable Duration deadline) {
  private static final Field<Limits, List<RateLimit>> LIMIT =
      Field.of(
          "limit",
          "Rates, all of which are kept.",
          Types.list(RateLimit.TYPE),
          List.of(),
          Limits::limit);
  private static final Field<Limits, Concurrency> CONCURRENCY =
      Field.optional(
          "concurrency", "Requests at the same time.", Concurrency.TYPE, Limits::concurrency);
  private static final Field<Limits, Long> MAX_BODY =
      Field.of(
          "maxBody",
          "Largest request body; more gets 413.",
          Types.size(0L, 1L << 40),
          10L << 20,
          Limits::maxBody);
  private static final Field<Limits, Boolean> DECOMPRESS =
      Field.of(
          "decompress",
          "Whether compressed request bodies are decompressed before the action, at most 100 to 1"
              + " and up to maxBody.",
          Types.bool(),
          false,
          Limits::decompress);
  private static final Field<Limits, Duration> DEADLINE =
      Field.optional(
          "deadline",
          "Longest time for the whole request; afterwards 504.",
          Types.span(Duration.ofMillis(1), Duration.ofHours(24)),
          Limits::deadline);

  /// Members, bounds and defaults.
  public static final Shape<Limits> SHAPE =
      Shape.of(
          "Limits",
          "How much a route may be used.",
          List.of(LIMIT, CONCURRENCY, MAX_BODY, DECOMPRESS, DEADLINE),
          v ->
              new Limits(
                  v.get(LIMIT),
                  v.maybe(CONCURRENCY),
                  v.get(MAX_BODY),
                  v.get(DECOMPRESS),
                  v.maybe(DEADLINE)));

  /// Every default.
  public static final Limits DEFAULT = SHAPE.defaults();

  public Limits {
    limit = List.copyOf(limit);
    MAX_BODY.check(maxBody);
    if (deadline != null) {
      DEADLINE.check(deadline);
    }
  }
}
