package dev.varve.graph;

import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Shape;
import dev.varve.graph.shape.Types;
import dev.varve.graph.term.Terms;
import java.util.List;

/// The id that each request gets.
public record RequestIds(String header, boolean accept) {
  private static final Field<RequestIds, String> HEADER =
      Field.of(
          "header",
          "Header that carries it to the action and back.",
          Terms.header(),
          "x-request-id",
          RequestIds::header);
  private static final Field<RequestIds, Boolean> ACCEPT =
      Field.of(
          "accept",
          "Whether an id is taken over from trusted proxies.",
          Types.bool(),
          false,
          RequestIds::accept);

  /// Members, bounds and defaults.
  public static final Shape<RequestIds> SHAPE =
      Shape.of(
          "RequestIds",
          "The id that each request gets.",
          List.of(HEADER, ACCEPT),
          v -> new RequestIds(v.get(HEADER), v.get(ACCEPT)));

  /// Every default.
  public static final RequestIds DEFAULT = SHAPE.defaults();

  public RequestIds {
    HEADER.check(header);
  }
}
