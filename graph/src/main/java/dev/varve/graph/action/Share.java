package dev.varve.graph.action;

import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Shape;
import dev.varve.graph.shape.Types;
import dev.varve.graph.term.Terms;
import java.util.List;

/// One upstream's part of a route's requests.
public record Share(String upstream, int weight, String cookie, String header) {
  private static final Field<Share, String> UPSTREAM =
      Field.required("upstream", "Where they go.", Terms.upstream(), Share::upstream);
  private static final Field<Share, Integer> WEIGHT =
      Field.of(
          "weight", "How many, beside the other shares.", Types.whole(0, 10000), 1, Share::weight);
  private static final Field<Share, String> COOKIE =
      Field.of(
          "cookie",
          "NAME=VALUE: requests with this cookie go here whatever the weights; empty for none.",
          Types.anyText(),
          "",
          Share::cookie);
  private static final Field<Share, String> HEADER =
      Field.of(
          "header",
          "NAME=VALUE: requests with this header go here whatever the weights; empty for none.",
          Types.anyText(),
          "",
          Share::header);

  /// Members, bounds and defaults.
  public static final Shape<Share> SHAPE =
      Shape.of(
          "Share",
          "One upstream's part of a route's requests.",
          List.of(UPSTREAM, WEIGHT, COOKIE, HEADER),
          v -> new Share(v.get(UPSTREAM), v.get(WEIGHT), v.get(COOKIE), v.get(HEADER)));

  public Share {
    UPSTREAM.check(upstream);
    WEIGHT.check(weight);
    COOKIE.check(cookie);
    HEADER.check(header);
  }
}
