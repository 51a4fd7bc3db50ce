package dev.varve.graph.route;

import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Shape;
import dev.varve.graph.shape.Type;
import dev.varve.graph.shape.Types;
import dev.varve.graph.term.Terms;
import java.util.List;

/// A copy of requests goes to another upstream, whose answers are dropped.
public record Mirror(String upstream, int percent) {
  private static final Field<Mirror, String> UPSTREAM =
      Field.required("upstream", "Where the copies go.", Terms.upstream(), Mirror::upstream);
  private static final Field<Mirror, Integer> PERCENT =
      Field.of(
          "percent",
          "How many of a hundred requests are copied.",
          Types.whole(0, 100),
          100,
          Mirror::percent);

  /// Members, bounds and defaults.
  public static final Shape<Mirror> SHAPE =
      Shape.of(
          "Mirror",
          "A copy of requests goes to another upstream, whose answers are dropped.",
          List.of(UPSTREAM, PERCENT),
          v -> new Mirror(v.get(UPSTREAM), v.get(PERCENT)));

  public Mirror {
    UPSTREAM.check(upstream);
    PERCENT.check(percent);
  }

  /// As it may be written: the upstream alone.
  public static final Type<Mirror> TYPE =
      SHAPE.or(Terms.upstream(), upstream -> new Mirror(upstream, 100));
}
