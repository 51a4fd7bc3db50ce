package dev.varve.graph.upstream;

import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Shape;
import dev.varve.graph.shape.Types;
import java.time.Duration;
import java.util.List;

/// When a target is not tried at all until probes show that it recovered.
public record Breaker(int errors, int samples, Duration window, Duration openFor, int probes) {
  private static final Field<Breaker, Integer> ERRORS =
      Field.of(
          "errors",
          "Percentage of bad answers (5xx, broken, too late) that opens the breaker.",
          Types.whole(1, 100),
          80,
          Breaker::errors);
  private static final Field<Breaker, Integer> SAMPLES =
      Field.of(
          "samples",
          "Answers within the window below which it stays closed.",
          Types.whole(5, 100000),
          20,
          Breaker::samples);
  private static final Field<Breaker, Duration> WINDOW =
      Field.of(
          "window",
          "Time over which answers are counted.",
          Types.span(Duration.ofSeconds(1), Duration.ofHours(1)),
          Duration.ofSeconds(10),
          Breaker::window);
  private static final Field<Breaker, Duration> OPEN_FOR =
      Field.of(
          "openFor",
          "How long nothing is sent before probing starts.",
          Types.span(Duration.ofMillis(100), Duration.ofHours(1)),
          Duration.ofSeconds(5),
          Breaker::openFor);
  private static final Field<Breaker, Integer> PROBES =
      Field.of(
          "probes",
          "Requests let through while half open, all of which must go well.",
          Types.whole(1, 100),
          3,
          Breaker::probes);

  /// Members, bounds and defaults.
  public static final Shape<Breaker> SHAPE =
      Shape.of(
          "Breaker",
          "When a target is not tried at all until probes show that it recovered.",
          List.of(ERRORS, SAMPLES, WINDOW, OPEN_FOR, PROBES),
          v ->
              new Breaker(
                  v.get(ERRORS), v.get(SAMPLES), v.get(WINDOW), v.get(OPEN_FOR), v.get(PROBES)));

  /// Every default.
  public static final Breaker DEFAULT = SHAPE.defaults();

  public Breaker {
    ERRORS.check(errors);
    SAMPLES.check(samples);
    WINDOW.check(window);
    OPEN_FOR.check(openFor);
    PROBES.check(probes);
  }
}
