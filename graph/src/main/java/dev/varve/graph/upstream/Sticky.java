package dev.varve.graph.upstream;

import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Shape;
import dev.varve.graph.shape.Type;
import dev.varve.graph.shape.Types;
import dev.varve.graph.term.Terms;
import java.time.Duration;
import java.util.List;

/// A signed cookie that keeps a client at one target.
public record Sticky(String cookie, Duration ttl) {
  private static final Field<Sticky, String> COOKIE =
      Field.of("cookie", "Name of the cookie.", Terms.header(), "varve-target", Sticky::cookie);
  private static final Field<Sticky, Duration> TTL =
      Field.of(
          "ttl",
          "How long the client stays with the target after its last request.",
          Types.span(Duration.ofSeconds(1), Duration.ofDays(365)),
          Duration.ofHours(1),
          Sticky::ttl);

  /// Members, bounds and defaults.
  public static final Shape<Sticky> SHAPE =
      Shape.of(
          "Sticky",
          "A signed cookie that keeps a client at one target.",
          List.of(COOKIE, TTL),
          v -> new Sticky(v.get(COOKIE), v.get(TTL)));

  /// Every default.
  public static final Sticky DEFAULT = SHAPE.defaults();

  public Sticky {
    COOKIE.check(cookie);
    TTL.check(ttl);
  }

  /// As it may be written: `true` for the defaults.
  public static final Type<Sticky> TYPE = SHAPE.or(Types.yes(), _ -> DEFAULT);
}
