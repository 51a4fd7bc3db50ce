package dev.varve.graph.route;

import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Shape;
import dev.varve.graph.shape.Type;
import dev.varve.graph.shape.Types;
import java.time.Duration;
import java.util.List;

/// How many requests a route handles at the same time.
public record Concurrency(int most, int queue, Duration queueFor) {
  private static final Field<Concurrency, Integer> MOST =
      Field.of(
          "most", "Requests handled at once.", Types.whole(1, 1000000), 1000, Concurrency::most);
  private static final Field<Concurrency, Integer> QUEUE =
      Field.of(
          "queue",
          "Requests that wait beyond that; more get 503.",
          Types.whole(0, 1000000),
          0,
          Concurrency::queue);
  private static final Field<Concurrency, Duration> QUEUE_FOR =
      Field.of(
          "queueFor",
          "How long they wait.",
          Types.span(Duration.ZERO, Duration.ofMinutes(5)),
          Duration.ofSeconds(5),
          Concurrency::queueFor);

  /// Members, bounds and defaults.
  public static final Shape<Concurrency> SHAPE =
      Shape.of(
          "Concurrency",
          "How many requests a route handles at the same time.",
          List.of(MOST, QUEUE, QUEUE_FOR),
          v -> new Concurrency(v.get(MOST), v.get(QUEUE), v.get(QUEUE_FOR)));

  /// Every default.
  public static final Concurrency DEFAULT = SHAPE.defaults();

  public Concurrency {
    MOST.check(most);
    QUEUE.check(queue);
    QUEUE_FOR.check(queueFor);
  }

  /// As it may be written: the number alone.
  public static final Type<Concurrency> TYPE =
      SHAPE.or(Types.whole(1, 1000000), most -> new Concurrency(most, 0, Duration.ofSeconds(5)));
}
