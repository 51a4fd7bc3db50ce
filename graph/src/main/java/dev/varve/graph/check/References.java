package dev.varve.graph.check;

import dev.varve.base.Suggestion;
import dev.varve.graph.Graph;
import dev.varve.graph.Site;
import dev.varve.graph.action.Action;
import dev.varve.graph.action.AppHandler;
import dev.varve.graph.action.FastCgi;
import dev.varve.graph.action.Proxy;
import dev.varve.graph.action.StaticFiles;
import dev.varve.graph.guard.Guard;
import dev.varve.graph.listen.Stream;
import dev.varve.graph.route.Route;
import dev.varve.graph.shape.GraphCode;
import dev.varve.graph.shape.Reading;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Whether what is named by something is there, and what is there is named by something.
final class References {
  private final Graph graph;
  private final Set<String> used = new HashSet<>();

  private References(Graph graph) {
    this.graph = graph;
  }

  static void check(Graph graph, Reading errors, Reading warnings) {
    var references = new References(graph);
    graph.sites().forEach((host, site) -> references.site(site, errors.at("sites").at(host)));
    graph.streams().forEach((name, one) -> references.stream(one, errors.at("streams").at(name)));
    graph
        .auth()
        .forEach((name, guard) ->
            references.guard(guard, errors.at("auth").at(name), new ArrayList<>(List.of(name))));
    references.unused(warnings.at("upstreams"));
  }

  private void site(Site site, Reading at) {
    for (int i = 0; i < site.routes().size(); i++) {
      route(site.routes().get(i), at.at("routes").at(i));
    }
  }

  private void route(Route route, Reading at) {
    action(route.action(), at);
    if (route.delivery().mirror() != null) {
      upstream(route.delivery().mirror().upstream(), at.at("mirror"));
    }
    Guard auth = route.access().auth();
    if (auth != null) {
      guard(auth, at.at("auth"), new ArrayList<>());
    }
  }

  private void action(Action action, Reading outside) {
    Reading at = outside.at(action.word());
    switch (action) {
      case Proxy proxy -> {
        upstream(proxy.upstream(), at);
        for (int i = 0; i < proxy.split().size(); i++) {
          upstream(proxy.split().get(i).upstream(), at.at("split").at(i));
        }
      }
      case FastCgi fastcgi -> upstream(fastcgi.upstream(), at);
      case AppHandler app -> application(app.name(), at);
      case StaticFiles files when files.otherwise() != null ->
          action(files.otherwise(), at.at("otherwise"));
      default -> {}
    }
  }

  private void stream(Stream stream, Reading at) {
    upstream(stream.upstream(), at);
    stream.sni().values().forEach(name -> upstream(name, at.at("sni")));
  }

  private void upstream(@Nullable String name, Reading at) {
    if (name == null) {
      return;
    }
    used.add(name);
    if (!graph.upstreams().containsKey(name)) {
      at.problem(
          GraphCode.UNKNOWN_UPSTREAM,
          "must name an upstream, but is '" + name + "'",
          near(name, graph.upstreams(), "define it under upstreams, or write its address"));
    }
  }

  private void application(String name, Reading at) {
    if (!graph.apps().containsKey(name)) {
      at.problem(
          GraphCode.UNKNOWN_APP,
          "must name an application, but is '" + name + "'",
          near(name, graph.apps(), "define it under apps"));
    }
  }

  private void guard(Guard guard, Reading at, List<String> through) {
    switch (guard) {
      case Guard.Named(String name) -> named(name, at, through);
      case Guard.All(List<Guard> guards) -> guards.forEach(one -> guard(one, at, through));
      case Guard.Any(List<Guard> guards) -> guards.forEach(one -> guard(one, at, through));
      case Guard.Not(Guard inner) -> guard(inner, at, through);
      default -> {}
    }
  }

  private void named(String name, Reading at, List<String> through) {
    Guard found = graph.auth().get(name);
    if (found == null) {
      at.problem(
          GraphCode.UNKNOWN_AUTH,
          "must name an entry of auth, but is '" + name + "'",
          near(name, graph.auth(), "define it under auth"));
    } else if (through.contains(name)) {
      at.problem(
          GraphCode.UNKNOWN_AUTH,
          "must not lead back to itself, but does: " + String.join(", ", through),
          "write the guard in place");
    } else {
      var further = new ArrayList<>(through);
      further.add(name);
      guard(found, at, further);
    }
  }

  private static String near(String name, Map<String, ?> known, String otherwise) {
    return Suggestion.nearest(name, known.keySet())
        .map(nearest -> "did you mean '" + nearest + "'?")
        .orElse(otherwise);
  }

  private void unused(Reading warnings) {
    for (String name : graph.upstreams().keySet()) {
      if (!used.contains(name)) {
        warnings
            .at(name)
            .problem(GraphCode.UNUSED_UPSTREAM, "is not used by any route or stream", "remove it");
      }
    }
  }
}
