package dev.varve.graph.listen;

import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Shape;
import dev.varve.graph.shape.Types;
import java.util.List;

/// How a listener speaks HTTP/3.
public record Quic(QuicRetry retry, boolean earlyData) {
  private static final Field<Quic, QuicRetry> RETRY =
      Field.of(
          "retry",
          "When clients have to prove their address first.",
          Types.word(QuicRetry.values()),
          QuicRetry.UNDER_LOAD,
          Quic::retry);
  private static final Field<Quic, Boolean> EARLY_DATA =
      Field.of(
          "earlyData",
          "Whether clients that come again may send GET, HEAD and OPTIONS without waiting for the"
              + " handshake (0-RTT); everything else gets 425. Not where clients show certificates.",
          Types.bool(),
          false,
          Quic::earlyData);

  /// Members, bounds and defaults.
  public static final Shape<Quic> SHAPE =
      Shape.of(
          "Quic",
          "How a listener speaks HTTP/3.",
          List.of(RETRY, EARLY_DATA),
          v -> new Quic(v.get(RETRY), v.get(EARLY_DATA)));

  /// Every default.
  public static final Quic DEFAULT = SHAPE.defaults();

  /// Compared by hand: what the compiler makes of equals is linked when it is first called, which
  /// would be at the start of every program.
  boolean isDefault() {
    return retry == DEFAULT.retry && earlyData == DEFAULT.earlyData;
  }
}
