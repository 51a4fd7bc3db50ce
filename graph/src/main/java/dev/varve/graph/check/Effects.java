package dev.varve.graph.check;

import dev.varve.graph.Graph;
import dev.varve.graph.Site;
import dev.varve.graph.action.Action;
import dev.varve.graph.action.AppHandler;
import dev.varve.graph.action.FastCgi;
import dev.varve.graph.action.Proxy;
import dev.varve.graph.action.Redirect;
import dev.varve.graph.action.Respond;
import dev.varve.graph.action.StaticFiles;
import dev.varve.graph.action.StoreApi;
import dev.varve.graph.route.Limits;
import dev.varve.graph.route.RateKind;
import dev.varve.graph.route.RateLimit;
import dev.varve.graph.route.Route;
import dev.varve.graph.shape.GraphCode;
import dev.varve.graph.shape.Reading;
import dev.varve.graph.upstream.Balance;
import dev.varve.graph.upstream.BalanceKind;
import dev.varve.graph.upstream.HealthCheck;
import dev.varve.graph.upstream.HealthKind;
import dev.varve.graph.upstream.Upstream;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Options that differ from their default and are never looked at.
final class Effects {
  /// What an action looks at, beside what every route has.
  private enum Looks {
    /// The request's body and headers, and its path.
    REQUEST,
    /// The path alone.
    PATH,
    /// What comes back can be kept, and its status changed.
    RESPONSE,
    /// Requests can be copied to another upstream.
    COPY
  }

  private static final Set<BalanceKind> HASHING = EnumSet.of(BalanceKind.MAGLEV, BalanceKind.RING);

  private final Reading at;

  private Effects(Reading at) {
    this.at = at;
  }

  static void check(Graph graph, Reading errors) {
    for (var site : graph.sites().entrySet()) {
      routes(site.getValue(), errors.at("sites").at(site.getKey()).at("routes"));
    }
    for (var upstream : graph.upstreams().entrySet()) {
      new Effects(errors.at("upstreams").at(upstream.getKey())).upstream(upstream.getValue());
    }
  }

  private static void routes(Site site, Reading at) {
    for (int i = 0; i < site.routes().size(); i++) {
      new Effects(at.at(i)).route(site.routes().get(i));
    }
  }

  private static Set<Looks> looks(Action action) {
    return switch (action) {
      case Proxy _ -> EnumSet.allOf(Looks.class);
      case FastCgi _, AppHandler _ -> EnumSet.of(Looks.REQUEST, Looks.PATH, Looks.RESPONSE);
      case StoreApi _ -> EnumSet.of(Looks.REQUEST, Looks.PATH);
      case StaticFiles files when files.otherwise() != null -> looks(files.otherwise());
      case StaticFiles _ -> EnumSet.of(Looks.PATH);
      case Respond _, Redirect _, Action.Metrics _, Action.Health _ -> EnumSet.noneOf(Looks.class);
    };
  }

  private void route(Route route) {
    Set<Looks> looks = looks(route.action());
    String action = route.action().word();
    if (!looks.contains(Looks.RESPONSE)) {
      ignored(route.delivery().cache() != null, "cache", action);
      ignored(!route.rewriting().statuses().isEmpty(), "statuses", action);
    }
    if (!looks.contains(Looks.COPY)) {
      ignored(route.delivery().mirror() != null, "mirror", action);
    }
    if (!looks.contains(Looks.PATH)) {
      ignored(!route.rewriting().stripPrefix().isEmpty(), "stripPrefix", action);
      ignored(route.rewriting().rewrite() != null, "rewrite", action);
    }
    if (!looks.contains(Looks.REQUEST)) {
      boolean headers = !route.rewriting().requestHeaders().isEmpty();
      ignored(headers, "requestHeaders", action);
      ignored(route.limits().maxBody() != Limits.DEFAULT.maxBody(), "maxBody", action);
      ignored(route.limits().decompress(), "decompress", action);
    }
    roles(route);
    rates(route.limits().limit());
    body(route.action());
  }

  private void ignored(boolean written, String option, String action) {
    if (written) {
      at.at(option)
          .problem(
              GraphCode.IGNORED_OPTION,
              "must not be there, since the action " + action + " never looks at it",
              "remove it");
    }
  }

  private void roles(Route route) {
    boolean asked = !route.access().roles().isEmpty() || !route.access().scopes().isEmpty();
    if (asked && route.access().auth() == null) {
      at.problem(
          GraphCode.IGNORED_OPTION,
          "must have auth, since roles and scopes belong to who has logged in",
          "add auth, or remove roles and scopes");
    }
  }

  private void rates(List<RateLimit> limits) {
    for (int i = 0; i < limits.size(); i++) {
      if (limits.get(i).burst() > 0 && limits.get(i).kind() != RateKind.TOKEN_BUCKET) {
        at.at("limit")
            .at(i)
            .at("burst")
            .problem(
                GraphCode.IGNORED_OPTION,
                "must be 0, since only a token-bucket has a burst",
                "remove it, or the kind");
      }
    }
  }

  private void body(Action action) {
    if (action instanceof Respond respond
        && (respond.status() == 204 || respond.status() == 304)
        && !respond.body().text().isEmpty()) {
      at.at("respond")
          .at("body")
          .problem(
              GraphCode.IGNORED_OPTION,
              "must be empty, since a response of status " + respond.status() + " has no body",
              "remove it");
    }
  }

  private void upstream(Upstream upstream) {
    Balance balance = upstream.balance();
    if (!HASHING.contains(balance.kind()) && !balance.key().equals(Balance.DEFAULT.key())) {
      at.at("balance")
          .at("key")
          .problem(
              GraphCode.IGNORED_OPTION,
              "must not be there, since only maglev and ring hash a key",
              "remove it, or choose one of them");
    }
    HealthCheck health = upstream.health();
    if (health != null) {
      probe(
          health.kind() != HealthKind.HTTP && !health.path().equals(HealthCheck.DEFAULT.path()),
          "path",
          "http");
      probe(health.kind() != HealthKind.GRPC && !health.service().isEmpty(), "service", "grpc");
    }
  }

  private void probe(boolean written, String option, String kind) {
    if (written) {
      at.at("health")
          .at(option)
          .problem(
              GraphCode.IGNORED_OPTION,
              "must not be there, since only " + kind + " probes look at it",
              "remove it, or write kind: " + kind);
    }
  }
}
