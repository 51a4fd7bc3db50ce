package dev.varve.graph.upstream;

import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Shape;
import dev.varve.graph.shape.Types;
import java.time.Duration;
import java.util.List;

/// How long the edge waits for a target. Every wait has a bound.
public record Timeouts(Duration connect, Duration firstByte, Duration idle, Duration total) {
  private static final Field<Timeouts, Duration> CONNECT =
      Field.of(
          "connect",
          "From the first packet to a usable connection, TLS included.",
          Types.span(Duration.ofMillis(1), Duration.ofMinutes(1)),
          Duration.ofSeconds(2),
          Timeouts::connect);
  private static final Field<Timeouts, Duration> FIRST_BYTE =
      Field.of(
          "firstByte",
          "From the end of the request to the head of the response.",
          Types.span(Duration.ofMillis(1), Duration.ofHours(1)),
          Duration.ofSeconds(60),
          Timeouts::firstByte);
  private static final Field<Timeouts, Duration> IDLE =
      Field.of(
          "idle",
          "Between two reads of a response or tunnel that has begun.",
          Types.span(Duration.ofMillis(1), Duration.ofHours(24)),
          Duration.ofSeconds(60),
          Timeouts::idle);
  private static final Field<Timeouts, Duration> TOTAL =
      Field.of(
          "total",
          "From the head of the request to the end of the response.",
          Types.span(Duration.ofMillis(1), Duration.ofHours(24)),
          Duration.ofHours(24),
          Timeouts::total);

  /// Members, bounds and defaults.
  public static final Shape<Timeouts> SHAPE =
      Shape.of(
          "Timeouts",
          "How long the edge waits for a target. Every wait has a bound.",
          List.of(CONNECT, FIRST_BYTE, IDLE, TOTAL),
          v -> new Timeouts(v.get(CONNECT), v.get(FIRST_BYTE), v.get(IDLE), v.get(TOTAL)));

  /// Every default.
  public static final Timeouts DEFAULT = SHAPE.defaults();

  public Timeouts {
    CONNECT.check(connect);
    FIRST_BYTE.check(firstByte);
    IDLE.check(idle);
    TOTAL.check(total);
  }
}
