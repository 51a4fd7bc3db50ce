package dev.varve.graph.upstream;

import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Shape;
import dev.varve.graph.shape.Types;
import java.time.Duration;
import java.util.List;

/// When a target that answers badly is left out for a while.
public record Outlier(int errors, int samples, Duration window, Duration ejectFor, int maxEjected) {
  private static final Field<Outlier, Integer> ERRORS =
      Field.of(
          "errors",
          "Percentage of bad answers (5xx, broken, too late) that ejects a target.",
          Types.whole(1, 100),
          50,
          Outlier::errors);
  private static final Field<Outlier, Integer> SAMPLES =
      Field.of(
          "samples",
          "Answers within the window below which nothing is ejected.",
          Types.whole(5, 100000),
          20,
          Outlier::samples);
  private static final Field<Outlier, Duration> WINDOW =
      Field.of(
          "window",
          "Time over which answers are counted.",
          Types.span(Duration.ofSeconds(1), Duration.ofHours(1)),
          Duration.ofSeconds(30),
          Outlier::window);
  private static final Field<Outlier, Duration> EJECT_FOR =
      Field.of(
          "ejectFor",
          "How long the first ejection lasts; each next one in a row lasts longer.",
          Types.span(Duration.ofSeconds(1), Duration.ofHours(1)),
          Duration.ofSeconds(30),
          Outlier::ejectFor);
  private static final Field<Outlier, Integer> MAX_EJECTED =
      Field.of(
          "maxEjected",
          "Percentage of the targets that may be ejected at the same time.",
          Types.whole(0, 100),
          50,
          Outlier::maxEjected);

  /// Members, bounds and defaults.
  public static final Shape<Outlier> SHAPE =
      Shape.of(
          "Outlier",
          "When a target that answers badly is left out for a while.",
          List.of(ERRORS, SAMPLES, WINDOW, EJECT_FOR, MAX_EJECTED),
          v ->
              new Outlier(
                  v.get(ERRORS),
                  v.get(SAMPLES),
                  v.get(WINDOW),
                  v.get(EJECT_FOR),
                  v.get(MAX_EJECTED)));

  /// Every default.
  public static final Outlier DEFAULT = SHAPE.defaults();

  public Outlier {
    ERRORS.check(errors);
    SAMPLES.check(samples);
    WINDOW.check(window);
    EJECT_FOR.check(ejectFor);
    MAX_EJECTED.check(maxEjected);
  }
}
