package dev.varve.graph.upstream;

import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Shape;
import dev.varve.graph.shape.Type;
import dev.varve.graph.shape.Types;
import dev.varve.graph.term.Template;
import dev.varve.graph.term.Terms;
import java.util.List;

/// How the next target is chosen.
public record Balance(BalanceKind kind, Template key) {
  private static final Field<Balance, BalanceKind> KIND =
      Field.of(
          "kind",
          "The algorithm.",
          Types.word(BalanceKind.values()),
          BalanceKind.ROUND_ROBIN,
          Balance::kind);
  private static final Field<Balance, Template> KEY =
      Field.of(
          "key",
          "What maglev and ring hash: requests with the same text go to the same target.",
          Terms.key(),
          Template.parse("{client.ip}"),
          Balance::key);

  /// Members, bounds and defaults.
  public static final Shape<Balance> SHAPE =
      Shape.of(
          "Balance",
          "How the next target is chosen.",
          List.of(KIND, KEY),
          v -> new Balance(v.get(KIND), v.get(KEY)));

  /// Every default.
  public static final Balance DEFAULT = SHAPE.defaults();

  public Balance {
    KEY.check(key);
  }

  /// As it may be written: the algorithm alone.
  public static final Type<Balance> TYPE =
      SHAPE.or(Types.word(BalanceKind.values()), kind -> new Balance(kind, DEFAULT.key()));
}
