package dev.varve.graph.route;

import dev.varve.base.Check;
import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Shape;
import dev.varve.graph.shape.Type;
import dev.varve.graph.shape.Types;
import dev.varve.graph.term.Template;
import dev.varve.graph.term.Terms;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the path and query that the action sees differ from those that matched.
public record Rewrite(
    @Nullable Template path,
    @Nullable String regex,
    String with,
    String addPrefix,
    QueryOps query) {
  private static final Field<Rewrite, Template> PATH =
      Field.optional(
          "path",
          "The new path, such as '/new/{param.id}'; excludes regex.",
          Terms.template(),
          Rewrite::path);
  private static final Field<Rewrite, String> REGEX =
      Field.optional(
          "regex",
          "Expression (RE2) that finds the part of the path to replace; every match is replaced.",
          Terms.regex(),
          Rewrite::regex);
  private static final Field<Rewrite, String> WITH =
      Field.of(
          "with",
          "What replaces a match; $1 stands for the first group.",
          Types.anyText(),
          "",
          Rewrite::with);
  private static final Field<Rewrite, String> ADD_PREFIX =
      Field.of(
          "addPrefix",
          "Put before the path, after the other changes.",
          Types.text(
              "a path that starts with '/' and does not end with one, or nothing", Rewrite::prefix),
          "",
          Rewrite::addPrefix);
  private static final Field<Rewrite, QueryOps> QUERY =
      Field.of("query", "Changes to the query.", QueryOps.SHAPE, QueryOps.DEFAULT, Rewrite::query);

  /// Members, bounds and defaults.
  public static final Shape<Rewrite> SHAPE =
      Shape.of(
          "Rewrite",
          "How the path and query that the action sees differ from those that matched.",
          List.of(PATH, REGEX, WITH, ADD_PREFIX, QUERY),
          v ->
              new Rewrite(
                  v.maybe(PATH), v.maybe(REGEX), v.get(WITH), v.get(ADD_PREFIX), v.get(QUERY)));

  /// Every default.
  public static final Rewrite DEFAULT = SHAPE.defaults();

  public Rewrite {
    if (path != null) {
      PATH.check(path);
    }
    if (regex != null) {
      REGEX.check(regex);
    }
    WITH.check(with);
    ADD_PREFIX.check(addPrefix);
    Check.that(path == null || regex == null, "path", "stand without regex", "with it");
  }

  private static String prefix(String text) {
    if (!text.isEmpty() && (!text.startsWith("/") || text.endsWith("/"))) {
      throw new IllegalArgumentException(
          "must start with '/' and not end with one, but is '" + text + "'");
    }
    return text;
  }

  /// As it may be written: the new path alone.
  public static final Type<Rewrite> TYPE =
      SHAPE.or(Terms.template(), path -> new Rewrite(path, null, "", "", QueryOps.DEFAULT));
}
