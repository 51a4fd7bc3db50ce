package dev.varve.program.gate;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonNumber;
import dev.varve.base.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// The Chrome DevTools protocol: calls with an answer each, and events. For any thread.
final class DevTools implements AutoCloseable, WebSocket.Listener {
  private static final long PATIENCE_SECONDS = 60;

  private final HttpClient client = HttpClient.newHttpClient();
  private final Map<Long, CompletableFuture<JsonObject>> calls = new ConcurrentHashMap<>();
  private final Consumer<JsonObject> events;
  private final AtomicLong last = new AtomicLong();
  private final StringBuilder message = new StringBuilder();
  private final WebSocket socket;

  DevTools(URI address, Consumer<JsonObject> events) {
    this.events = events;
    this.socket = client.newWebSocketBuilder().buildAsync(address, this).join();
  }

  /// @param session a tab, or empty for the browser itself
  /// @param parameters names and values in turn
  JsonObject call(String session, String method, Object... parameters) {
    long id = last.incrementAndGet();
    var members = new LinkedHashMap<String, Json>();
    members.put("id", Json.of(id));
    members.put("method", Json.of(method));
    members.put("params", object(parameters));
    if (!session.isEmpty()) {
      members.put("sessionId", Json.of(session));
    }
    var answer = new CompletableFuture<JsonObject>();
    calls.put(id, answer);
    try {
      synchronized (socket) {
        socket.sendText(Json.of(members).compact(), true).join();
      }
      return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(method, e);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError(method + " " + members.get("params"), e);
    } finally {
      calls.remove(id);
    }
  }

  private static JsonObject object(Object... namesAndValues) {
    var members = new LinkedHashMap<String, Json>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      members.put((String) namesAndValues[i], json(namesAndValues[i + 1]));
    }
    return new JsonObject(members);
  }

  private static Json json(Object value) {
    return switch (value) {
      case Json json -> json;
      case Boolean flag -> Json.of((boolean) flag);
      case Integer number -> Json.of((long) number);
      default -> Json.of(value.toString());
    };
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence piece, boolean isLast) {
    message.append(piece);
    if (isLast) {
      var whole = (JsonObject) Json.parse(message.toString());
      message.setLength(0);
      take(whole);
    }
    from.request(1);
    return CompletableFuture.completedStage(null);
  }

  private void take(JsonObject whole) {
    if (!(whole.get("id") instanceof JsonNumber id)) {
      events.accept(whole);
      return;
    }
    CompletableFuture<JsonObject> call = calls.get(id.value().longValueExact());
    if (call == null) {
      return;
    }
    if (whole.get("result") instanceof JsonObject result) {
      call.complete(result);
    } else {
      call.completeExceptionally(new AssertionError(whole.compact()));
    }
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
    onError(from, new AssertionError("the browser has closed the connection"));
    return CompletableFuture.completedStage(null);
  }

  @Override
  public void onError(WebSocket from, Throwable cause) {
    calls.values().forEach(call -> call.completeExceptionally(cause));
  }

  @Override
  public void close() {
    socket.abort();
    client.shutdownNow();
    client.close();
  }
}
