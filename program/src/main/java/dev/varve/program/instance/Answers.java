package dev.varve.program.instance;

import dev.varve.control.MetricsSource;
import dev.varve.control.Readiness;
import dev.varve.control.identity.StoreAccess;
import dev.varve.control.store.StoreService;
import dev.varve.edge.action.ActionHandler;
import dev.varve.edge.action.RoutedExchange;
import dev.varve.graph.action.Action;
import dev.varve.graph.action.AppHandler;
import dev.varve.graph.action.StoreApi;
import dev.varve.http.Body;
import dev.varve.http.FieldName;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Who answers for the actions that the edge knows by name only.
///
/// @param apps by the application's name
/// @param store what answers the store's API
/// @param metrics the text of the metrics
record Answers(Apps apps, StoreService store, Supplier<String> metrics, Readiness readiness) {
  private static final String API = "/api/v1/";

  @Nullable ActionHandler handler(Action action) {
    return switch (action) {
      case AppHandler app -> apps.handler(app.name());
      case StoreApi api -> documents(api);
      case Action.Metrics _ -> exchange -> answer(exchange, 200, MetricsSource.TYPE, metrics.get());
      case Action.Health _ -> this::answerHealth;
      default -> null;
    };
  }

  /// The store's API below the route's path: what is left of the path after the route's rewrites is
  /// `/{namespace}/{key}`, with or without `/api/v1` before it. Who passed the route's guard may do
  /// what the route says; a route without a guard asks for an API key, and narrows it.
  private ActionHandler documents(StoreApi action) {
    var role = action.write() ? StoreAccess.Role.WRITE : StoreAccess.Role.READ;
    var namespaces = Set.copyOf(action.namespaces());
    StoreAccess limits = StoreAccess.of("", namespaces, role);
    var api = new dev.varve.control.store.StoreApi(store, "/");
    return exchange -> {
      String target = exchange.forwardTarget();
      String below = target.startsWith(API) ? target.substring(API.length() - 1) : target;
      String user = exchange.user();
      if (user == null) {
        api.handleWithKey(exchange, below, limits);
      } else {
        api.handle(
            exchange, below, StoreAccess.of(user.isEmpty() ? "unnamed" : user, namespaces, role));
      }
    };
  }

  private void answerHealth(RoutedExchange exchange) {
    boolean ready = readiness.state() == Readiness.State.READY;
    String text = ready ? "{\"status\":\"ok\"}" : "{\"status\":\"draining\"}";
    answer(exchange, ready ? 200 : 503, "application/json", text);
  }

  private static void answer(RoutedExchange exchange, int status, String type, String text) {
    exchange
        .response()
        .clear()
        .status(status)
        .field(FieldName.CONTENT_TYPE, type)
        .field(FieldName.CACHE_CONTROL, "no-store");
    exchange.respond(exchange.response(), Body.of(text));
  }
}
