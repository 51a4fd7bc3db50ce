package dev.varve.graph;

import dev.varve.graph.route.Route;
import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Shape;
import dev.varve.graph.shape.Type;
import dev.varve.graph.shape.Types;
import dev.varve.graph.term.Statuses;
import dev.varve.graph.term.Terms;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// The routes of one host.
public record Site(
    List<String> aliases,
    TrailingSlash trailingSlash,
    SortedMap<String, String> errorPages,
    List<Route> routes) {
  private static final Field<Site, List<String>> ALIASES =
      Field.of(
          "aliases",
          "Further hosts with the same routes.",
          Types.list(Terms.host()),
          List.of(),
          Site::aliases);
  private static final Field<Site, TrailingSlash> TRAILING_SLASH =
      Field.of(
          "trailingSlash",
          "Whether a slash at the end of a path is added or stripped by a redirect.",
          Types.word(TrailingSlash.values()),
          TrailingSlash.KEEP,
          Site::trailingSlash);
  private static final Field<Site, SortedMap<String, String>> ERROR_PAGES =
      Field.of(
          "errorPages",
          "Files shown for errors, by status or class such as '5xx'.",
          Types.map("status", Statuses::oneOrClass, Terms.file()),
          new TreeMap<>(),
          Site::errorPages);
  private static final Field<Site, List<Route>> ROUTES =
      Field.of(
          "routes",
          "The routes; order decides only between equally specific ones.",
          Types.list(Route.SHAPE),
          List.of(),
          Site::routes);

  /// Members, bounds and defaults.
  public static final Shape<Site> SHAPE =
      Shape.of(
          "Site",
          "The routes of one host.",
          List.of(ALIASES, TRAILING_SLASH, ERROR_PAGES, ROUTES),
          v -> new Site(v.get(ALIASES), v.get(TRAILING_SLASH), v.get(ERROR_PAGES), v.get(ROUTES)));

  /// Every default.
  public static final Site DEFAULT = SHAPE.defaults();

  public Site {
    aliases = List.copyOf(aliases);
    ALIASES.check(aliases);
    errorPages = Collections.unmodifiableSortedMap(new TreeMap<>(errorPages));
    ERROR_PAGES.check(errorPages);
    routes = List.copyOf(routes);
  }

  /// As it may be written: the routes alone.
  public static final Type<Site> TYPE = SHAPE.or(Types.list(Route.SHAPE), Site::of);

  /// These routes, everything else by default.
  public static Site of(List<Route> routes) {
    return new Site(List.of(), TrailingSlash.KEEP, new TreeMap<>(), routes);
  }
}
