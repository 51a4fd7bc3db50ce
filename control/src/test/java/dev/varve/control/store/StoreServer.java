package dev.varve.control.store;

import dev.varve.base.Clock;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonObject;
import dev.varve.control.MetricsSource;
import dev.varve.control.identity.StoreAccess;
import dev.varve.http.net.Loops;
import dev.varve.http.server.HttpServer;
import dev.varve.http.server.ListenerOptions;
import dev.varve.store.Store;
import dev.varve.store.local.LocalStore;
import dev.varve.testkit.RawClient;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A store behind its API on a port of its own.
final class StoreServer implements AutoCloseable {
  /// @param headers by names in lower case
  record Answer(int status, Map<String, String> headers, String body) {
    JsonObject json() {
      return (JsonObject) Json.parse(body);
    }

    String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  final Store store;
  private final Loops loops = Loops.start(1);
  private final HttpServer server = new HttpServer(loops);
  private final StoreService service;
  final int port;

  StoreServer() {
    this(StoreAccess.FULL);
  }

  StoreServer(StoreAccess access) {
    store = LocalStore.inMemory();
    service = new StoreService(store, Clock.SYSTEM);
    var api = new StoreApi(service, "/api/v1/");
    port =
        server
            .listen(
                ListenerOptions.onLoopback(0),
                exchange -> api.handle(exchange, exchange.request().target(), access))
            .port();
  }

  /// @param headers complete lines without their ends
  Answer ask(String method, String path, String body, String... headers) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    var head = new StringBuilder(method).append(" /api/v1/").append(path);
    head.append(" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: ");
    head.append(bytes.length).append("\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    try (var client = RawClient.connect(port)) {
      return parse(client.send(head + "\r\n" + body).readToEnd());
    }
  }

  Answer get(String path, String... headers) {
    return ask("GET", path, "", headers);
  }

  Answer put(String path, String body, String... headers) {
    return ask("PUT", path, body, headers);
  }

  Answer post(String path, String body, String... headers) {
    return ask("POST", path, body, headers);
  }

  static Answer parse(String text) {
    int end = text.indexOf("\r\n\r\n");
    String[] lines = text.substring(0, end).split("\r\n", -1);
    var headers = new LinkedHashMap<String, String>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      headers.put(
          lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
          lines[i].substring(colon + 1).strip());
    }
    String body = text.substring(end + 4);
    boolean chunked = "chunked".equals(headers.get("transfer-encoding"));
    return new Answer(
        Integer.parseInt(lines[0].split(" ", -1)[1]), headers, chunked ? whole(body) : body);
  }

  /// RawClient reads ISO-8859-1, so a character is a byte.
  private static String whole(String chunked) {
    var text = new StringBuilder();
    int at = 0;
    while (true) {
      int line = chunked.indexOf("\r\n", at);
      int size = Integer.parseInt(chunked.substring(at, line), 16);
      if (size == 0) {
        return text.toString();
      }
      text.append(chunked, line + 2, line + 2 + size);
      at = line + 2 + size + 2;
    }
  }

  String metrics() {
    return MetricsSource.text(List.of(service.metrics()));
  }

  /// Ends what goes on; the listener stays.
  void end() {
    service.close();
  }

  @Override
  public void close() {
    service.close();
    server.close();
    loops.close();
    store.close();
  }
}
