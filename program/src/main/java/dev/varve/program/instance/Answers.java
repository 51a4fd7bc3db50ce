package dev.varve.program.instance;

import dev.varve.control.Readiness;
import dev.varve.edge.action.ActionHandler;
import dev.varve.edge.action.RoutedExchange;
import dev.varve.graph.action.Action;
import dev.varve.graph.action.AppHandler;
import dev.varve.graph.action.StoreApi;
import dev.varve.http.Body;
import dev.varve.http.FieldName;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Who answers for the actions that the edge knows by name only.
///
/// @param apps by the application's name
/// @param metrics the text of the metrics
record Answers(
    Apps apps,
    Function<StoreApi, @Nullable ActionHandler> store,
    Supplier<String> metrics,
    Readiness readiness) {
  static final String METRICS_TYPE = "application/openmetrics-text; version=1.0.0; charset=utf-8";

  @Nullable ActionHandler handler(Action action) {
    return switch (action) {
      case AppHandler app -> apps.handler(app.name());
      case StoreApi api -> store.apply(api);
      case Action.Metrics _ -> exchange -> answer(exchange, 200, METRICS_TYPE, metrics.get());
      case Action.Health _ -> this::answerHealth;
      default -> null;
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
