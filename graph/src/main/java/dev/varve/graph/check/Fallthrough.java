package dev.varve.graph.check;

import dev.varve.graph.Graph;
import dev.varve.graph.Site;
import dev.varve.graph.action.Action;
import dev.varve.graph.action.AppHandler;
import dev.varve.graph.action.FastCgi;
import dev.varve.graph.action.Proxy;
import dev.varve.graph.action.StaticFiles;
import dev.varve.graph.action.StoreApi;
import dev.varve.graph.route.PathPattern;
import dev.varve.graph.route.Route;
import dev.varve.graph.shape.GraphCode;
import dev.varve.graph.shape.Reading;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Guarded routes that list methods, so that requests of other methods go on to a route without a
/// guard. Where that one reaches the same upstream, application or store, the guard can be gone
/// around by choosing a method, which is an error. Where something else answers, such as the page
/// of an application in the browser, it may well be meant, and is a warning. A route that lists
/// methods itself says that it is meant.
final class Fallthrough {
  private final Graph graph;
  private final Reading errors;
  private final Reading warnings;

  private Fallthrough(Graph graph, Reading errors, Reading warnings) {
    this.graph = graph;
    this.errors = errors;
    this.warnings = warnings;
  }

  static void check(Graph graph, Reading errors, Reading warnings) {
    new Fallthrough(graph, errors, warnings).check();
  }

  private void check() {
    graph
        .sites()
        .forEach((host, site) -> {
          Map<String, List<Route>> open =
              open(host, site).stream().collect(Collectors.groupingBy(Fallthrough::beginning));
          for (int i = 0; i < site.routes().size(); i++) {
            Route route = site.routes().get(i);
            if (route.access().isGuarded() && !route.match().methods().isEmpty()) {
              judge(route, open, host, i);
            }
          }
        });
  }

  /// Routes without guard and methods that answer for a host: its own, and those of wider hosts.
  private List<Route> open(String host, Site own) {
    var open = new ArrayList<Route>();
    for (Map.Entry<String, Site> entry : graph.sites().entrySet()) {
      Site site = entry.getValue();
      var names = new ArrayList<>(site.aliases());
      names.add(entry.getKey());
      if (entry.getKey().equals(host)
          || names.stream().anyMatch(name -> isWider(name, host, own))) {
        site.routes().stream()
            .filter(route -> !route.access().isGuarded() && route.match().methods().isEmpty())
            .forEach(open::add);
      }
    }
    return open;
  }

  private static boolean isWider(String name, String host, Site site) {
    if (name.equals("*")) {
      return true;
    }
    return name.startsWith("*.")
        && (host.endsWith(name.substring(1))
            || site.aliases().stream().anyMatch(alias -> alias.endsWith(name.substring(1))));
  }

  /// What paths that a route covers begin with, so that only routes that may meet are compared;
  /// empty for any beginning.
  private static String beginning(Route route) {
    List<PathPattern.Segment> segments = route.match().path().segments();
    return segments.isEmpty() || segments.getFirst().parameter() ? "" : segments.getFirst().text();
  }

  private void judge(Route guarded, Map<String, List<Route>> open, String host, int index) {
    String beginning = beginning(guarded);
    List<Route> next =
        Stream.of(beginning, "")
            .distinct()
            .flatMap(key -> open.getOrDefault(key, List.of()).stream())
            .filter(route -> Covering.covers(route.match().path(), guarded.match().path()))
            .toList();
    Set<String> behind = behind(guarded.action());
    for (Route route : next) {
      if (!Collections.disjoint(behind, behind(route.action()))) {
        String rule = "must be guarded for every method, but is only for " + methods(guarded);
        String around = "; others reach the same place through route '" + route.id() + "'";
        tell(errors, host, index, rule + around);
        return;
      }
    }
    if (!next.isEmpty()) {
      String only = "guards only " + methods(guarded) + "; other methods fall through to route '";
      tell(warnings, host, index, only + next.getFirst().id() + "'");
    }
  }

  private static String methods(Route route) {
    return String.join(", ", route.match().methods());
  }

  private static void tell(Reading problems, String host, int index, String message) {
    problems
        .at("sites")
        .at(host)
        .at("routes")
        .at(index)
        .problem(
            GraphCode.UNGUARDED_METHOD,
            message,
            "leave out methods, guard the other route, or list the methods that it is for");
  }

  /// What an action reaches that guards are there to protect.
  private static Set<String> behind(Action action) {
    var behind = new HashSet<String>();
    switch (action) {
      case Proxy proxy -> {
        if (proxy.upstream() != null) {
          behind.add("upstream " + proxy.upstream());
        }
        proxy.split().forEach(share -> behind.add("upstream " + share.upstream()));
      }
      case FastCgi fastcgi -> behind.add("upstream " + fastcgi.upstream());
      case AppHandler app -> behind.add("app " + app.name());
      case StoreApi _ -> behind.add("store");
      case StaticFiles files -> {
        behind.add("files " + files.dir());
        if (files.otherwise() != null) {
          behind.addAll(behind(files.otherwise()));
        }
      }
      default -> {}
    }
    return behind;
  }
}
