package dev.varve.graph.route;

import dev.varve.base.unit.Rate;
import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Shape;
import dev.varve.graph.shape.Type;
import dev.varve.graph.shape.Types;
import dev.varve.graph.term.Template;
import dev.varve.graph.term.Terms;
import java.util.List;

/// How often one client may use a route.
public record RateLimit(
    Rate rate, Template by, RateKind kind, int burst, int cost, boolean shared, WhenAway whenAway) {
  private static final Field<RateLimit, Rate> RATE =
      Field.required("rate", "Requests in a time.", Types.rate(), RateLimit::rate);
  private static final Field<RateLimit, Template> BY =
      Field.of(
          "by",
          "What counts as one client; IPv6 clients are counted by /64.",
          Terms.key(),
          Template.parse("{client.ip}"),
          RateLimit::by);
  private static final Field<RateLimit, RateKind> KIND =
      Field.of(
          "kind",
          "How time is cut.",
          Types.word(RateKind.values()),
          RateKind.TOKEN_BUCKET,
          RateLimit::kind);
  private static final Field<RateLimit, Integer> BURST =
      Field.of(
          "burst",
          "Requests that may come at once beyond the rate; token-bucket only.",
          Types.whole(0, 1000000),
          0,
          RateLimit::burst);
  private static final Field<RateLimit, Integer> COST =
      Field.of("cost", "How much one request counts.", Types.whole(1, 10000), 1, RateLimit::cost);
  private static final Field<RateLimit, Boolean> SHARED =
      Field.of(
          "shared",
          "Whether all nodes count together, through the store.",
          Types.bool(),
          false,
          RateLimit::shared);
  private static final Field<RateLimit, WhenAway> WHEN_AWAY =
      Field.of(
          "whenAway",
          "What happens while the shared count cannot be reached.",
          Types.word(WhenAway.values()),
          WhenAway.LOCAL,
          RateLimit::whenAway);

  /// Members, bounds and defaults.
  public static final Shape<RateLimit> SHAPE =
      Shape.of(
          "RateLimit",
          "How often one client may use a route.",
          List.of(RATE, BY, KIND, BURST, COST, SHARED, WHEN_AWAY),
          v ->
              new RateLimit(
                  v.get(RATE),
                  v.get(BY),
                  v.get(KIND),
                  v.get(BURST),
                  v.get(COST),
                  v.get(SHARED),
                  v.get(WHEN_AWAY)));

  public RateLimit {
    BY.check(by);
    BURST.check(burst);
    COST.check(cost);
  }

  /// As it may be written: the rate alone, by client address.
  public static final Type<RateLimit> TYPE = SHAPE.or(Types.rate(), RateLimit::of);

  /// By client address, everything else by default.
  public static RateLimit of(Rate rate) {
    return new RateLimit(
        rate, Template.parse("{client.ip}"), RateKind.TOKEN_BUCKET, 0, 1, false, WhenAway.LOCAL);
  }
}
