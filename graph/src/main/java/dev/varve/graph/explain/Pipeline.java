package dev.varve.graph.explain;

import dev.varve.base.unit.Size;
import dev.varve.base.unit.Span;
import dev.varve.graph.Graph;
import dev.varve.graph.action.Action;
import dev.varve.graph.action.Actions;
import dev.varve.graph.action.AppHandler;
import dev.varve.graph.action.FastCgi;
import dev.varve.graph.action.Proxy;
import dev.varve.graph.action.Redirect;
import dev.varve.graph.action.Respond;
import dev.varve.graph.action.StaticFiles;
import dev.varve.graph.action.StoreApi;
import dev.varve.graph.guard.Guards;
import dev.varve.graph.match.Outcome;
import dev.varve.graph.route.Access;
import dev.varve.graph.route.CachePolicy;
import dev.varve.graph.route.Delivery;
import dev.varve.graph.route.HeaderOps;
import dev.varve.graph.route.Limits;
import dev.varve.graph.route.Rewrite;
import dev.varve.graph.route.Rewriting;
import dev.varve.graph.route.Route;
import dev.varve.graph.route.SecurityHeaders;
import dev.varve.graph.shape.Types;
import dev.varve.graph.term.Network;
import dev.varve.graph.upstream.Upstream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The phases of a route, in the order of the pipeline; those that the route does not have are left
/// out, and after one that answers nothing follows.
final class Pipeline {
  private final Graph graph;
  private final Route route;
  private final Request request;
  private final String path;
  private final List<Phase> phases = new ArrayList<>();

  Pipeline(Graph graph, Outcome.Found found, Request request, String path) {
    this.graph = graph;
    this.route = found.route();
    this.request = request;
    this.path = path;
  }

  List<Phase> phases() {
    if (addresses()) {
      access(route.access());
      limits(route.limits());
      rewriting(route.rewriting());
      cache(route.delivery().cache());
      delivery(route.delivery());
      action();
    }
    return phases;
  }

  private void add(String name, String decision) {
    phases.add(Phase.goesOn(name, decision));
  }

  /// Whether the client's address may go on.
  private boolean addresses() {
    Access access = route.access();
    if (access.allow().isEmpty() && access.deny().isEmpty()) {
      return true;
    }
    if (request.client().isEmpty()) {
      add("address", "allow " + access.allow() + ", deny " + access.deny());
      return true;
    }
    byte[] client = Network.parse(request.client()).address();
    String denied = within(access.deny(), client);
    String allowed = within(access.allow(), client);
    if (denied != null || (!access.allow().isEmpty() && allowed == null)) {
      String why = denied != null ? "is in " + denied : "is in none of " + access.allow();
      phases.add(new Phase("address", request.client() + " " + why, 403));
      return false;
    }
    add("address", request.client() + (allowed == null ? " is not denied" : " is in " + allowed));
    return true;
  }

  private static @Nullable String within(List<String> networks, byte[] client) {
    for (String network : networks) {
      if (Network.parse(network).contains(client)) {
        return network;
      }
    }
    return null;
  }

  private void access(Access access) {
    if (access.cors() != null) {
      add("cors", "origins " + String.join(", ", access.cors().origins()));
    }
    if (access.csrf() != null) {
      add("csrf", "changes only from pages of the same site");
    }
    if (access.auth() != null) {
      add("authentication", Guards.TYPE.brief(access.auth()).compact());
    }
    if (!access.roles().isEmpty()) {
      add("authorisation", "one of the roles " + String.join(", ", access.roles()));
    }
    if (!access.scopes().isEmpty()) {
      add("authorisation", "all of the scopes " + String.join(", ", access.scopes()));
    }
  }

  private void limits(Limits limits) {
    limits.limit().forEach(limit -> add("rate", limit.rate() + " by " + limit.by()));
    if (limits.concurrency() != null) {
      add("concurrency", limits.concurrency().most() + " at once");
    }
    if (limits.maxBody() != Limits.DEFAULT.maxBody()) {
      add("body", "at most " + Size.format(limits.maxBody()));
    }
    if (limits.deadline() != null) {
      add("deadline", Span.format(limits.deadline()));
    }
  }

  private void rewriting(Rewriting rewriting) {
    String prefix = rewriting.stripPrefix();
    if (!prefix.isEmpty()) {
      add("rewrite", path + " becomes " + Stripped.of(path, prefix));
    }
    if (rewriting.rewrite() != null) {
      add("rewrite", Rewrite.SHAPE.brief(rewriting.rewrite()).compact());
    }
    if (!rewriting.requestHeaders().isEmpty()) {
      add("request", HeaderOps.SHAPE.brief(rewriting.requestHeaders()).compact());
    }
    if (!rewriting.responseHeaders().isEmpty()) {
      add("response", HeaderOps.SHAPE.brief(rewriting.responseHeaders()).compact());
    }
    if (rewriting.securityHeaders() != null) {
      String set = SecurityHeaders.SHAPE.brief(rewriting.securityHeaders()).compact();
      add("security", set.equals("{}") ? "basic headers" : set);
    }
  }

  private void cache(@Nullable CachePolicy cache) {
    if (cache == null) {
      return;
    }
    if (!cache.methods().contains(request.method())) {
      add("cache", "not for " + request.method());
      return;
    }
    String query = cache.includeQuery() && !request.query().isEmpty() ? "?" + request.query() : "";
    String key = request.scheme() + "://" + request.host() + path + query;
    String headers = cache.headers().isEmpty() ? "" : " and " + String.join(", ", cache.headers());
    add("cache", "key " + key + headers + ", fresh for " + Span.format(cache.ttl()));
  }

  private void delivery(Delivery delivery) {
    if (delivery.mirror() != null) {
      add("mirror", delivery.mirror().percent() + "% to " + delivery.mirror().upstream());
    }
    if (!delivery.accessLog()) {
      add("access log", "not written");
    }
  }

  private void action() {
    Action action = route.action();
    int status =
        switch (action) {
          case Respond respond -> respond.status();
          case Redirect redirect -> redirect.status();
          default -> 0;
        };
    phases.add(new Phase(action.word(), described(action), status));
  }

  private String described(Action action) {
    return switch (action) {
      case Proxy proxy when proxy.upstream() != null -> upstream(proxy.upstream());
      case FastCgi fastcgi -> upstream(fastcgi.upstream()) + ", scripts of " + fastcgi.root();
      case Redirect redirect -> "to " + redirect.to();
      case Respond respond -> respond.body().text().isEmpty() ? "no body" : respond.body().text();
      case StaticFiles files -> "files of " + files.dir() + otherwise(files);
      case AppHandler app -> "application " + app.name();
      case Proxy _, StoreApi _, Action.Metrics _, Action.Health _ ->
          Actions.TYPE.brief(action).compact();
    };
  }

  private String otherwise(StaticFiles files) {
    String fallback = files.fallback().isEmpty() ? "" : ", navigations get " + files.fallback();
    return files.otherwise() == null
        ? fallback
        : fallback + ", otherwise " + files.otherwise().word() + " " + described(files.otherwise());
  }

  private String upstream(String name) {
    Upstream upstream = graph.upstreams().get(name);
    return upstream == null
        ? name
        : "%s (%d targets, %s)"
            .formatted(name, upstream.targets().size(), Types.kebab(upstream.balance().kind()));
  }
}
