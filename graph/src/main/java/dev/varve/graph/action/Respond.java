package dev.varve.graph.action;

import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Shape;
import dev.varve.graph.shape.Type;
import dev.varve.graph.shape.Types;
import dev.varve.graph.term.Template;
import dev.varve.graph.term.Terms;
import java.util.List;

/// Answers by itself.
public record Respond(int status, Template body, String contentType) implements Action {
  private static final Field<Respond, Integer> STATUS =
      Field.of("status", "The status.", Types.whole(200, 599), 200, Respond::status);
  private static final Field<Respond, Template> BODY =
      Field.of(
          "body",
          "The body; placeholders are filled in.",
          Terms.template(),
          Template.parse(""),
          Respond::body);
  private static final Field<Respond, String> CONTENT_TYPE =
      Field.of(
          "contentType",
          "Its media type.",
          Terms.fieldText(),
          "text/plain; charset=utf-8",
          Respond::contentType);

  /// Members, bounds and defaults.
  public static final Shape<Respond> SHAPE =
      Shape.of(
          "Respond",
          "Answers by itself.",
          List.of(STATUS, BODY, CONTENT_TYPE),
          v -> new Respond(v.get(STATUS), v.get(BODY), v.get(CONTENT_TYPE)));

  /// Every default.
  public static final Respond DEFAULT = SHAPE.defaults();

  public Respond {
    STATUS.check(status);
    BODY.check(body);
    CONTENT_TYPE.check(contentType);
  }

  /// As it may be written: the status alone.
  public static final Type<Respond> TYPE =
      SHAPE.or(
          Types.whole(200, 599),
          status -> new Respond(status, Template.parse(""), "text/plain; charset=utf-8"));
}
