package dev.varve.graph.listen;

import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Shape;
import dev.varve.graph.shape.Types;
import java.time.Duration;
import java.util.List;

/// How long a listener waits for a client.
public record ListenerTimeouts(
    Duration tlsHandshake,
    Duration head,
    Duration bodyGrace,
    long bodyRate,
    Duration writeStall,
    Duration keepAlive) {
  private static final Field<ListenerTimeouts, Duration> TLS_HANDSHAKE =
      Field.of(
          "tlsHandshake",
          "For the TLS handshake.",
          Types.span(Duration.ofSeconds(1), Duration.ofMinutes(5)),
          Duration.ofSeconds(10),
          ListenerTimeouts::tlsHandshake);
  private static final Field<ListenerTimeouts, Duration> HEAD =
      Field.of(
          "head",
          "From the first byte of a request to the end of its head.",
          Types.span(Duration.ofSeconds(1), Duration.ofMinutes(5)),
          Duration.ofSeconds(30),
          ListenerTimeouts::head);
  private static final Field<ListenerTimeouts, Duration> BODY_GRACE =
      Field.of(
          "bodyGrace",
          "How long a body may come more slowly than bodyRate; then 408.",
          Types.span(Duration.ofSeconds(1), Duration.ofMinutes(10)),
          Duration.ofSeconds(10),
          ListenerTimeouts::bodyGrace);
  private static final Field<ListenerTimeouts, Long> BODY_RATE =
      Field.of(
          "bodyRate",
          "Fewest bytes of a body a second, after bodyGrace; 0B for any.",
          Types.size(0L, 1L << 30),
          240L,
          ListenerTimeouts::bodyRate);
  private static final Field<ListenerTimeouts, Duration> WRITE_STALL =
      Field.of(
          "writeStall",
          "For a client that takes nothing of a response.",
          Types.span(Duration.ofSeconds(1), Duration.ofHours(1)),
          Duration.ofSeconds(60),
          ListenerTimeouts::writeStall);
  private static final Field<ListenerTimeouts, Duration> KEEP_ALIVE =
      Field.of(
          "keepAlive",
          "Between two requests.",
          Types.span(Duration.ofSeconds(1), Duration.ofHours(1)),
          Duration.ofSeconds(60),
          ListenerTimeouts::keepAlive);

  /// Members, bounds and defaults.
  public static final Shape<ListenerTimeouts> SHAPE =
      Shape.of(
          "ListenerTimeouts",
          "How long a listener waits for a client.",
          List.of(TLS_HANDSHAKE, HEAD, BODY_GRACE, BODY_RATE, WRITE_STALL, KEEP_ALIVE),
          v ->
              new ListenerTimeouts(
                  v.get(TLS_HANDSHAKE),
                  v.get(HEAD),
                  v.get(BODY_GRACE),
                  v.get(BODY_RATE),
                  v.get(WRITE_STALL),
                  v.get(KEEP_ALIVE)));

  /// Every default.
  public static final ListenerTimeouts DEFAULT = SHAPE.defaults();

  public ListenerTimeouts {
    TLS_HANDSHAKE.check(tlsHandshake);
    HEAD.check(head);
    BODY_GRACE.check(bodyGrace);
    BODY_RATE.check(bodyRate);
    WRITE_STALL.check(writeStall);
    KEEP_ALIVE.check(keepAlive);
  }
}
