package dev.varve.graph.action;

import dev.varve.base.Check;
import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Shape;
import dev.varve.graph.shape.Type;
import dev.varve.graph.shape.Types;
import dev.varve.graph.term.Template;
import java.util.List;

/// Sends the client elsewhere.
public record Redirect(Template to, int status, boolean keepQuery) implements Action {
  private static final Field<Redirect, Template> TO =
      Field.required(
          "to",
          "Where to; a path stays on the host, and another host must be written out, so that a"
              + " request cannot choose it.",
          Types.parsed(
              "a path such as '/new', or a URL with a host that is written out",
              Redirect::target,
              Template::text),
          Redirect::to);
  private static final Field<Redirect, Integer> STATUS =
      Field.of(
          "status", "301, 302, 303, 307 or 308.", Types.whole(300, 308), 308, Redirect::status);
  private static final Field<Redirect, Boolean> KEEP_QUERY =
      Field.of(
          "keepQuery",
          "Whether the request's query is sent along.",
          Types.bool(),
          true,
          Redirect::keepQuery);

  /// Members, bounds and defaults.
  public static final Shape<Redirect> SHAPE =
      Shape.of(
          "Redirect",
          "Sends the client elsewhere.",
          List.of(TO, STATUS, KEEP_QUERY),
          v -> new Redirect(v.get(TO), v.get(STATUS), v.get(KEEP_QUERY)));

  public Redirect {
    STATUS.check(status);
    Check.that(STATUSES.contains(status), "status", "be 301, 302, 303, 307 or 308", status);
  }

  private static final List<Integer> STATUSES = List.of(301, 302, 303, 307, 308);

  /// As it may be written: the target alone.
  public static final Type<Redirect> TYPE =
      SHAPE.or(
          Types.parsed("a path or URL", Redirect::target, Template::text),
          to -> new Redirect(to, 308, true));

  private static Template target(String text) {
    Template template = Template.parse(text);
    String fixed = text.replace("{host}", "own.host").replace("{path}", "/");
    boolean path = text.matches("(\\{path}|/[^/\\\\{]|/$).*");
    boolean url = fixed.matches("https?://[A-Za-z0-9.:\\[\\]-]+(/.*)?");
    if (!path && !url) {
      throw new IllegalArgumentException(
          "must be a path such as '/new', or a URL with a host that is written out or {host}, but"
              + " is '"
              + text
              + "'");
    }
    return template;
  }
}
