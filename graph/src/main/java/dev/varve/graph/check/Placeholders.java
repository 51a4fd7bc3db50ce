package dev.varve.graph.check;

import dev.varve.base.Suggestion;
import dev.varve.graph.Graph;
import dev.varve.graph.action.Action;
import dev.varve.graph.action.Proxy;
import dev.varve.graph.action.Redirect;
import dev.varve.graph.action.Respond;
import dev.varve.graph.action.StaticFiles;
import dev.varve.graph.route.HeaderOps;
import dev.varve.graph.route.RateLimit;
import dev.varve.graph.route.Rewrite;
import dev.varve.graph.route.Route;
import dev.varve.graph.shape.GraphCode;
import dev.varve.graph.shape.Reading;
import dev.varve.graph.term.Template;
import dev.varve.graph.term.Value;
import java.util.List;

/// Whether the path parameters that texts name are those of the route's path.
final class Placeholders {
  private final List<String> known;

  private Placeholders(List<String> known) {
    this.known = known;
  }

  static void check(Graph graph, Reading errors) {
    for (var site : graph.sites().entrySet()) {
      List<Route> routes = site.getValue().routes();
      for (int i = 0; i < routes.size(); i++) {
        Route route = routes.get(i);
        new Placeholders(route.match().path().parameters())
            .route(route, errors.at("sites").at(site.getKey()).at("routes").at(i));
      }
    }
  }

  private void route(Route route, Reading at) {
    action(route.action(), at);
    for (RateLimit limit : route.limits().limit()) {
      template(limit.by(), at.at("limit"));
    }
    headers(route.rewriting().requestHeaders(), at.at("requestHeaders"));
    headers(route.rewriting().responseHeaders(), at.at("responseHeaders"));
    Rewrite rewrite = route.rewriting().rewrite();
    if (rewrite != null) {
      if (rewrite.path() != null) {
        template(rewrite.path(), at.at("rewrite"));
      }
      rewrite.query().set().values().forEach(t -> template(t, at.at("rewrite")));
      rewrite.query().add().values().forEach(t -> template(t, at.at("rewrite")));
    }
    if (route.delivery().cache() != null) {
      route.delivery().cache().tags().forEach(tag -> template(tag, at.at("cache").at("tags")));
    }
  }

  private void action(Action action, Reading outside) {
    Reading at = outside.at(action.word());
    switch (action) {
      case Respond respond -> template(respond.body(), at);
      case Redirect redirect -> template(redirect.to(), at);
      case Proxy proxy -> template(proxy.host(), at);
      case StaticFiles files when files.otherwise() != null ->
          action(files.otherwise(), at.at("otherwise"));
      default -> {}
    }
  }

  private void headers(HeaderOps ops, Reading at) {
    ops.set().forEach((name, value) -> value(value, at.at("set").at(name)));
    ops.add().forEach((name, value) -> value(value, at.at("add").at(name)));
  }

  private void value(Value value, Reading at) {
    if (value instanceof Value.Literal(String text)) {
      template(Template.parse(text), at);
    }
  }

  private void template(Template template, Reading at) {
    for (Template.Part part : template.parts()) {
      if (part instanceof Template.Placeholder(String kind, String name)
          && kind.equals("param")
          && !known.contains(name)) {
        at.problem(
            GraphCode.UNKNOWN_PARAMETER,
            "must use parameters of the route's path, but has {param." + name + "}",
            Suggestion.nearest(name, known)
                .map(nearest -> "did you mean {param." + nearest + "}?")
                .orElse("write {" + name + "} into the path"));
      }
    }
  }
}
