package dev.varve.graph.route;

import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Shape;
import dev.varve.graph.shape.Types;
import dev.varve.graph.term.Terms;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Which requests a route answers, beside its site's host.
public record Match(
    PathPattern path,
    List<String> methods,
    SortedMap<String, FieldMatch> headers,
    SortedMap<String, FieldMatch> query) {
  private static final Field<Match, PathPattern> PATH =
      Field.of(
          "path",
          "Path: '/about', '/users/{id}', '/api/*', '/files/*rest' or '~/v[0-9]+/.*'.",
          PathPattern.TYPE,
          PathPattern.ANY,
          Match::path);
  private static final Field<Match, List<String>> METHODS =
      Field.of(
          "methods",
          "Methods; empty for all; GET includes HEAD.",
          Types.list(Terms.method()),
          List.of(),
          Match::methods);
  private static final Field<Match, SortedMap<String, FieldMatch>> HEADERS =
      Field.of(
          "headers",
          "Headers that the request must have.",
          Types.map("header", Terms::headerName, FieldMatches.TYPE),
          new TreeMap<>(),
          Match::headers);
  private static final Field<Match, SortedMap<String, FieldMatch>> QUERY =
      Field.of(
          "query",
          "Query parameters that the request must have; of several with one name the first counts.",
          Types.map("query parameter", name -> name, FieldMatches.TYPE),
          new TreeMap<>(),
          Match::query);

  /// Members, bounds and defaults.
  public static final Shape<Match> SHAPE =
      Shape.of(
          "Match",
          "Which requests a route answers, beside its site's host.",
          List.of(PATH, METHODS, HEADERS, QUERY),
          v -> new Match(v.get(PATH), v.get(METHODS), v.get(HEADERS), v.get(QUERY)));

  /// Every default.
  public static final Match DEFAULT = SHAPE.defaults();

  public Match {
    methods = List.copyOf(methods);
    METHODS.check(methods);
    headers = Collections.unmodifiableSortedMap(new TreeMap<>(headers));
    query = Collections.unmodifiableSortedMap(new TreeMap<>(query));
    methods = methods.stream().distinct().sorted().toList();
  }

  /// A path, everything else by default.
  public static Match path(String pattern) {
    return new Match(PathPattern.parse(pattern), List.of(), new TreeMap<>(), new TreeMap<>());
  }
}
