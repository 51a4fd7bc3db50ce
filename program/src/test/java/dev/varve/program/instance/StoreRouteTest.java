package dev.varve.program.instance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.Clock;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonObject;
import dev.varve.control.AdminToken;
import dev.varve.graph.Graph;
import dev.varve.testkit.Ports;
import dev.varve.testkit.RawClient;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The action `store` of a route, as a client of the site sees it.
final class StoreRouteTest {
  @TempDir private Path folder;

  private final int port = Ports.free();
  private Instance instance;
  private int admin;
  private String owner;

  @BeforeEach
  void start() {
    String graph =
        """
        {"listen": {"http": {"address": "127.0.0.1:%d"}},
         "sites": {"*": [
           {"path": "/data/*", "stripPrefix": "/data", "store": {"namespaces": ["pub", "news"], "write": true}},
           {"path": "/read/*", "stripPrefix": "/read", "store": {"namespaces": ["pub"]}}]}}
        """
            .formatted(port);
    instance =
        Instance.start(
            Graph.read(Json.parse(graph)),
            new InstanceOptions(
                folder,
                folder.resolve("data"),
                new HostPort("127.0.0.1", 0),
                1,
                false,
                false,
                Clock.SYSTEM));
    admin = URI.create(instance.adminUrl()).getPort();
    owner = AdminToken.existing(folder.resolve("data")).text();
  }

  @AfterEach
  void stop() {
    instance.close();
  }

  private static String ask(int port, String token, String line, String body) {
    String head =
        line
            + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: "
            + body.length()
            + (token.isEmpty() ? "" : "\r\nAuthorization: Bearer " + token)
            + "\r\n\r\n";
    try (var client = RawClient.connect(port)) {
      return client.send(head + body).readToEnd();
    }
  }

  private String key(String role) {
    String grants = "[{\"namespaces\":\"*\",\"role\":\"" + role + "\"}]";
    String answer =
        ask(admin, owner, "POST /api/v1/keys", "{\"name\":\"site\",\"grants\":" + grants + "}");
    var json = (JsonObject) Json.parse(answer.substring(answer.indexOf("\r\n\r\n") + 4));
    return String.valueOf(json.text("token"));
  }

  @Test
  void aRouteWithoutAGuardAsksForAKey() {
    assertThat(ask(port, "", "GET /data/pub/k", ""))
        .startsWith("HTTP/1.1 401 ")
        .contains("application/problem+json", "E1637");
    assertThat(ask(port, owner, "GET /data/pub/k", "")).startsWith("HTTP/1.1 401 ");
  }

  @Test
  void aKeyReachesNoFurtherThanTheRoute() {
    String key = key("admin");

    assertThat(ask(port, key, "PUT /data/pub/a%2Fb", "1")).startsWith("HTTP/1.1 201 ");
    assertThat(ask(port, key, "GET /read/pub/a%2Fb", ""))
        .startsWith("HTTP/1.1 200 ")
        .endsWith("\r\n\r\n1");
    assertThat(ask(port, key, "PUT /read/pub/k", "1")).startsWith("HTTP/1.1 403 ");
    assertThat(ask(port, key, "GET /read/news/keys", "")).startsWith("HTTP/1.1 403 ");
    assertThat(ask(port, key, "PUT /data/other/k", "1")).startsWith("HTTP/1.1 403 ");
    assertThat(ask(port, key, "DELETE /data/pub/k?erase=true", "")).startsWith("HTTP/1.1 403 ");
    assertThat(ask(port, key, "GET /data/varve.keys/keys", "")).startsWith("HTTP/1.1 403 ");
  }

  @Test
  void aRouteReachesNoFurtherThanTheKey() {
    assertThat(ask(port, key("read"), "PUT /data/pub/k", "1")).startsWith("HTTP/1.1 403 ");
  }

  @Test
  void aWatchByWebSocketPassesTheEdge() {
    String key = key("write");
    try (var client = RawClient.connect(port)) {
      client.send(
          "GET /read/pub/watch?from=1 HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nAuthorization: Bearer "
              + key
              + "\r\n\r\n");
      assertThat(client.readUntil("\"from\":1}")).startsWith("HTTP/1.1 101 ");

      ask(port, key, "PUT /data/pub/k", "{\"a\":1}");

      assertThat(client.readUntil("\"value\":{\"a\":1}}")).contains("\"author\":\"key:site\"");
    }
  }

  /// OpenMetrics 1.0.0: each family in one piece with its type before its samples, one mark of the
  /// end.
  @Test
  void metricsOfAllPartsAreOneText() {
    ask(port, key("write"), "PUT /data/pub/k", "1");

    String text =
        ask(admin, owner + "\r\nAccept: application/openmetrics-text", "GET /metrics", "");

    assertThat(text)
        .contains("varve_store_requests_total{operation=\"put\",outcome=\"done\"} 1")
        .contains("varve_store_operations_total{operation=\"put\",outcome=\"done\"} ")
        .contains("varve_http_requests_total{")
        .contains("varve_build_info{")
        .endsWith("# EOF\n");
    var types = text.lines().filter(line -> line.startsWith("# TYPE ")).toList();
    assertThat(types).doesNotHaveDuplicates().hasSizeGreaterThan(15);
    assertThat(text.lines().filter(line -> line.equals("# EOF"))).hasSize(1);
  }
}
