package dev.varve.control;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonObject;
import dev.varve.http.Body;
import dev.varve.http.Exchange;
import dev.varve.http.FieldName;
import dev.varve.http.Handler;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Answers on the admin listener: probes, metrics, status and the order to stop. What is mounted
/// under a prefix (the store's API) passes the same gate first.
public final class Admin implements Handler {
  private static final FieldName ACCEPT = FieldName.of("accept");

  private final AdminGate gate;
  private final AdminParts parts;

  public Admin(AdminToken token, AdminParts parts) {
    this.gate = new AdminGate(token);
    this.parts = parts;
  }

  @Override
  public void handle(Exchange exchange) {
    String path = pathOf(exchange.request().target());
    switch (gate.judge(exchange, isProbe(path))) {
      case PASS -> pass(exchange, path);
      case FOREIGN_HOST ->
          problem(exchange, 421, "The admin listener answers to its own address only.");
      case FOREIGN_ORIGIN ->
          problem(exchange, 403, "Pages of other origins may not use the admin listener.");
      case NO_TOKEN -> {
        if (mountedAt(path) instanceof SharedHandler shared) {
          shared.handle(exchange, false);
        } else {
          askForToken(exchange);
        }
      }
    }
  }

  private static void askForToken(Exchange exchange) {
    exchange.response().clear().field(FieldName.WWW_AUTHENTICATE, "Bearer realm=\"varve admin\"");
    fill(
        exchange,
        401,
        "application/problem+json",
        problemText(401, "Send the token as: Authorization: Bearer TOKEN"));
  }

  private static String pathOf(String target) {
    int question = target.indexOf('?');
    return question < 0 ? target : target.substring(0, question);
  }

  private static boolean isProbe(String path) {
    return switch (path) {
      case "/health", "/ready", "/live", "/metrics" -> true;
      default -> false;
    };
  }

  private void pass(Exchange exchange, String path) {
    switch (path) {
      case "/health", "/ready" -> read(exchange, this::answerReady);
      case "/live" -> read(exchange, e -> json(e, 200, Json.of("status", Json.of("live"))));
      case "/metrics" -> read(exchange, this::answerMetrics);
      case "/admin/v1/status" -> read(exchange, e -> json(e, 200, parts.status().get()));
      case "/admin/v1/stop" -> answerStop(exchange);
      default -> passOn(exchange, path);
    }
  }

  private void passOn(Exchange exchange, String path) {
    switch (mountedAt(path)) {
      case null -> problem(exchange, 404, "There is nothing here.");
      case SharedHandler shared -> shared.handle(exchange, true);
      case Handler handler -> handler.handle(exchange);
    }
  }

  private @Nullable Handler mountedAt(String path) {
    for (Map.Entry<String, Handler> mount : parts.mounted().entrySet()) {
      if (path.startsWith(mount.getKey())) {
        return mount.getValue();
      }
    }
    return null;
  }

  private void read(Exchange exchange, Handler answer) {
    String method = exchange.request().method();
    if (method.equals("GET") || method.equals("HEAD")) {
      answer.handle(exchange);
    } else {
      notAllowed(exchange, "GET, HEAD");
    }
  }

  private void answerReady(Exchange exchange) {
    Readiness.State state = parts.readiness().state();
    int code = state == Readiness.State.READY ? 200 : 503;
    String word =
        state == Readiness.State.READY ? "ok" : state.name().toLowerCase(java.util.Locale.ROOT);
    json(exchange, code, Json.of("status", Json.of(word)));
  }

  private void answerMetrics(Exchange exchange) {
    String accept = exchange.request().fields().value(ACCEPT);
    exchange.response().clear();
    if (accept != null && accept.contains("application/openmetrics-text")) {
      fill(exchange, 200, MetricsSource.TYPE, MetricsSource.text(parts.metrics()));
    } else {
      fill(exchange, 200, MetricsSource.PLAIN_TYPE, MetricsSource.plainText(parts.metrics()));
    }
  }

  private void answerStop(Exchange exchange) {
    if (!exchange.request().method().equals("POST")) {
      notAllowed(exchange, "POST");
      return;
    }
    exchange.onEnd((_, _) -> parts.stop().run());
    json(exchange, 202, Json.of("status", Json.of("stopping")));
  }

  private static void notAllowed(Exchange exchange, String allow) {
    exchange.response().clear().field(FieldName.ALLOW, allow);
    fill(
        exchange,
        405,
        "application/problem+json",
        problemText(405, "This method is not allowed here."));
  }

  private static void json(Exchange exchange, int code, JsonObject json) {
    exchange.response().clear();
    fill(exchange, code, "application/json", json.compact());
  }

  private static void problem(Exchange exchange, int code, String detail) {
    exchange.response().clear();
    fill(exchange, code, "application/problem+json", problemText(code, detail));
  }

  private static String problemText(int code, String detail) {
    var members = new LinkedHashMap<String, Json>();
    members.put("status", Json.of(code));
    members.put("detail", Json.of(detail));
    return new JsonObject(members).compact();
  }

  private static void fill(Exchange exchange, int code, String type, String text) {
    exchange
        .response()
        .status(code)
        .field(FieldName.CONTENT_TYPE, type)
        .field(FieldName.CACHE_CONTROL, "no-store");
    exchange.respond(exchange.response(), Body.of(text));
  }
}
