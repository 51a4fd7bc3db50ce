package dev.varve.edge.fastcgi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.edge.EdgeUnderTest;
import dev.varve.edge.Reply;
import dev.varve.edge.ScriptedUpstream;
import dev.varve.edge.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Scripts, run by a FastCGI server that a test plays.
class FastCgiTest {
  @TempDir Path root;

  @BeforeEach
  void writeScripts() throws IOException {
    Files.writeString(root.resolve("index.php"), "<?php");
    Files.writeString(root.resolve("upload.jpg"), "jpg");
  }

  @Test
  void runsAScriptWithItsVariables() {
    try (var server = new FastCgiServer("Status: 201 Made\r\nContent-Type: text/x\r\n\r\nhello");
        var edge = edge(server)) {
      Reply reply =
          edge.get("/index.php/extra?q=1", "x-a: 1", "proxy: evil", "x_a: 2", "cookie: a=b");

      assertThat(reply.status()).isEqualTo(201);
      assertThat(reply.field("content-type")).isEqualTo("text/x");
      assertThat(reply.body()).isEqualTo("hello");
      assertThat(server.seen.getFirst())
          .containsEntry("SCRIPT_FILENAME", root + "/index.php")
          .containsEntry("SCRIPT_NAME", "/index.php")
          .containsEntry("PATH_INFO", "/extra")
          .containsEntry("QUERY_STRING", "q=1")
          .containsEntry("REQUEST_URI", "/index.php/extra?q=1")
          .containsEntry("REQUEST_METHOD", "GET")
          .containsEntry("REMOTE_ADDR", "127.0.0.1")
          .containsEntry("SERVER_NAME", "example.com")
          .containsEntry("HTTP_X_A", "1")
          .containsEntry("HTTP_COOKIE", "a=b")
          .containsEntry("APP_MODE", "test")
          .doesNotContainKey("HTTP_PROXY")
          .doesNotContainKey("HTTPS");
    }
  }

  @Test
  void bodiesAreStreamedToTheScript() {
    try (var server = new FastCgiServer("Content-Type: text/plain\n\nok");
        var edge = edge(server)) {
      String body = "x".repeat(300_000);
      Reply reply =
          edge.talk(
              Wire.head(
                      "POST /index.php HTTP/1.1",
                      "host: a",
                      "connection: close",
                      "content-type: text/y",
                      "content-length: " + body.length())
                  + body);

      assertThat(reply.body()).isEqualTo("ok");
      assertThat(server.seen.getFirst())
          .containsEntry("CONTENT_LENGTH", "300000")
          .containsEntry("CONTENT_TYPE", "text/y")
          .containsEntry("(stdin)", "300000");
    }
  }

  @Test
  void largeAnswersAreStreamedToTheClient() {
    try (var server = new FastCgiServer("Content-Type: text/plain\n\n" + "y".repeat(1_000_000));
        var edge = edge(server)) {
      assertThat(edge.get("/").body()).hasSize(1_000_000);
    }
  }

  @Test
  void whatOnlyLooksLikeAScriptIsNotFound() {
    try (var server = new FastCgiServer("Content-Type: text/plain\n\nran");
        var edge = edge(server)) {
      assertThat(edge.get("/upload.jpg/x.php").status()).isEqualTo(404);
      assertThat(edge.get("/none.php").status()).isEqualTo(404);
      assertThat(edge.get("/index.php%00.jpg").status()).isEqualTo(400);
      assertThat(server.seen).isEmpty();
    }
  }

  @Test
  void aServerThatBreaksOffIs502() {
    try (var server = new FastCgiServer("");
        var edge = edge(server)) {
      assertThat(edge.get("/index.php").status()).isEqualTo(502);
      assertThat(edge.logAtEnd()).contains("\"error.type\":\"upstream_response_read\"");
    }
  }

  @Test
  void aServerThatIsAwayIs502() {
    int port = ScriptedUpstream.closedPort();
    try (var edge = edge("127.0.0.1:" + port)) {
      assertThat(edge.get("/index.php").status()).isEqualTo(502);
      assertThat(edge.logAtEnd()).contains("\"error.type\":\"upstream_connect\"");
    }
  }

  /// Nothing was sent, so even a POST goes to another server, with all of its body.
  @Test
  void aServerThatIsAwayIsPassedOver() {
    int closed = ScriptedUpstream.closedPort();
    try (var server = new FastCgiServer("Content-Type: text/plain\n\nok");
        var edge =
            EdgeUnderTest.serving(
                "{'upstreams': {'php': {'targets': ['127.0.0.1:%d', '%s']}}, 'sites': {'*': ["
                        .formatted(closed, server.address())
                    + "{'path': '/*', 'fastcgi': {'upstream': 'php', 'root': '.'}}]}}",
                root,
                UnaryOperator.identity())) {
      for (int i = 0; i < 4; i++) {
        Reply reply =
            edge.talk(
                Wire.head(
                        "POST /index.php HTTP/1.1",
                        "host: a",
                        "connection: close",
                        "content-length: 4")
                    + "body");
        assertThat(reply.body()).isEqualTo("ok");
      }
      assertThat(server.seen)
          .hasSize(4)
          .allSatisfy(variables -> assertThat(variables).containsEntry("(stdin)", "4"));
    }
  }

  @Test
  void aClientKeepsItsServerWhereTheUpstreamSaysSo() {
    try (var one = new FastCgiServer("Content-Type: text/plain\n\none");
        var two = new FastCgiServer("Content-Type: text/plain\n\ntwo");
        var edge =
            EdgeUnderTest.serving(
                ("{'upstreams': {'php': {'targets': ['%s', '%s'],"
                            + " 'balance': {'kind': 'maglev', 'key': '{header.x-user}'}}},"
                            + " 'sites': {'*': [")
                        .formatted(one.address(), two.address())
                    + "{'path': '/*', 'fastcgi': {'upstream': 'php', 'root': '.'}}]}}",
                root,
                UnaryOperator.identity())) {
      var served = new java.util.HashSet<String>();
      for (int user = 0; user < 12; user++) {
        String first = edge.get("/", "x-user: " + user).body();
        assertThat(edge.get("/", "x-user: " + user).body()).isEqualTo(first);
        served.add(first);
      }
      assertThat(served).containsExactlyInAnyOrder("one", "two");
    }
  }

  @Test
  void aBodyOfUnknownLengthIs411() {
    try (var server = new FastCgiServer("Content-Type: text/plain\n\nran");
        var edge = edge(server)) {
      Reply reply =
          edge.talk(
              Wire.head(
                      "POST /index.php HTTP/1.1",
                      "host: a",
                      "connection: close",
                      "transfer-encoding: chunked")
                  + "0\r\n\r\n");
      assertThat(reply.status()).isEqualTo(411);
    }
  }

  @Test
  void aConnectionServesOneRequestAfterAnother() {
    try (var server = new FastCgiServer("Content-Type: text/plain\n\nok");
        var edge = edge(server)) {
      // On one connection of the client, and so on one loop.
      String next = Wire.head("GET /index.php HTTP/1.1", "host: a");
      edge.talk(next.repeat(4) + Wire.head("GET / HTTP/1.1", "host: a", "connection: close"));

      assertThat(server.seen).hasSize(5);
      assertThat(server.connections).hasValue(1);
    }
  }

  @Test
  void aKeptConnectionThatTheServerHasEndedIsReplaced() {
    try (var server = new FastCgiServer("Content-Type: text/plain\n\nok");
        var edge = edge(server)) {
      server.requestsMax.set(1);
      for (int i = 0; i < 20; i++) {
        assertThat(edge.get("/index.php").body()).isEqualTo("ok");
      }
      assertThat(server.connections).hasValue(20);
    }
  }

  /// What may not be sent twice goes to a connection of its own. The only worker belongs to the
  /// kept one, which is given up.
  @Test
  void aRequestThatFindsNoWorkerGetsThatOfAKeptConnection() {
    try (var server = new FastCgiServer("Content-Type: text/plain\n\nok");
        var edge = edge(server)) {
      assertThat(edge.get("/index.php").body()).isEqualTo("ok");
      Reply reply =
          edge.talk(
              Wire.head(
                  "POST /index.php HTTP/1.1", "host: a", "connection: close", "content-length: 0"));
      assertThat(reply.body()).isEqualTo("ok");
      assertThat(server.connections).hasValue(2);
    }
  }

  private EdgeUnderTest edge(FastCgiServer server) {
    return edge(server.address());
  }

  private EdgeUnderTest edge(String address) {
    return EdgeUnderTest.serving(
        "{'sites': {'*': [{'path': '/*', 'fastcgi': {'upstream': '"
            + address
            + "', 'root': '.', 'environment': {'APP_MODE': 'test'}}}]}}",
        root,
        UnaryOperator.identity());
  }
}
