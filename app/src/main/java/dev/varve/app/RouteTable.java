package dev.varve.app;

import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.graph.Graph;
import dev.varve.graph.Site;
import dev.varve.graph.action.AppHandler;
import dev.varve.graph.match.Lookup;
import dev.varve.graph.match.Outcome;
import dev.varve.graph.match.Params;
import dev.varve.graph.match.Router;
import dev.varve.graph.route.Access;
import dev.varve.graph.route.Delivery;
import dev.varve.graph.route.Limits;
import dev.varve.graph.route.Match;
import dev.varve.graph.route.PathPattern;
import dev.varve.graph.route.Rewriting;
import dev.varve.graph.route.Route;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// An application's routes, found by the same router and the same precedence as those of the graph.
final class RouteTable {
  private static final String ANY_HOST = "*";

  /// What became of looking for a handler.
  sealed interface Found {}

  /// A handler answers.
  ///
  /// @param pattern the route's path as it was written
  /// @param holes what stands in its holes
  record Hit(String pattern, Guard guard, Handler handler, Map<String, String> holes)
      implements Found {}

  /// The path is known, the method is not.
  ///
  /// @param allow methods that are, as the Allow header has them
  record OtherMethods(String allow) implements Found {}

  /// Nothing is here.
  record Missing() implements Found {}

  private final Router router;
  private final List<Routes.Added> added;

  private RouteTable(Router router, List<Routes.Added> added) {
    this.router = router;
    this.added = added;
  }

  /// @throws Failure naming every route whose path is wrong and every one that is there twice
  static RouteTable of(String application, List<Routes.Added> added) {
    var problems = new ArrayList<Problem>();
    var seen = new HashSet<String>();
    var routes = new ArrayList<Route>();
    for (Routes.Added one : added) {
      try {
        Route route = routeOf(application, one, routes.size());
        if (!seen.add(one.method() + " " + shapeOf(route.match().path()))) {
          problems.add(
              AppCode.DUPLICATE_ROUTE.problem(
                  application, describe(one) + " must answer alone, but is there twice"));
        }
        routes.add(route);
      } catch (IllegalArgumentException e) {
        problems.add(AppCode.BAD_PATH.problem(application, describe(one) + " " + e.getMessage()));
      }
    }
    if (!problems.isEmpty()) {
      throw new Failure(problems);
    }
    Graph graph = Graph.DEFAULT.withSites(Map.of(ANY_HOST, Site.of(routes)));
    return new RouteTable(Router.compile(graph), List.copyOf(added));
  }

  private static String describe(Routes.Added one) {
    return "the route " + one.method() + " " + one.path();
  }

  private static Route routeOf(String application, Routes.Added one, int number) {
    var match =
        new Match(
            PathPattern.parse(one.path()), List.of(one.method()), new TreeMap<>(), new TreeMap<>());
    return new Route(
        "r" + number,
        "",
        match,
        Access.DEFAULT,
        Limits.DEFAULT,
        Rewriting.DEFAULT,
        Delivery.DEFAULT,
        new AppHandler(application));
  }

  /// The path with its holes' names left out: two routes that differ in those only are the same.
  private static String shapeOf(PathPattern path) {
    var shape = new StringBuilder(path.kind().name());
    for (PathPattern.Segment segment : path.segments()) {
      shape.append('/').append(segment.parameter() ? "{}" : segment.text());
    }
    return path.kind() == PathPattern.Kind.REGEX ? path.text() : shape.toString();
  }

  /// @param path in canonical form
  Found find(String method, String path) {
    return switch (router.match(ANY_HOST, path, method, Lookup.NONE, Lookup.NONE)) {
      case Outcome.Found found -> hit(found);
      case Outcome.MethodNotAllowed other -> new OtherMethods(String.join(", ", other.allow()));
      case Outcome.NotFound _, Outcome.UnknownHost _ -> new Missing();
    };
  }

  private Hit hit(Outcome.Found found) {
    Routes.Added one = added.get(found.index());
    return new Hit(one.path(), one.guard(), one.handler(), holes(found.params()));
  }

  private static Map<String, String> holes(Params params) {
    if (params.names().isEmpty()) {
      return Map.of();
    }
    var holes = new LinkedHashMap<String, String>();
    for (int i = 0; i < params.names().size(); i++) {
      holes.put(params.names().get(i), params.values().get(i));
    }
    return holes;
  }
}
