package dev.varve.edge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// WebSockets between ends of which one speaks HTTP/2: two edges in a row, HTTP/1.1 at both ends
/// and HTTP/2 between them (RFC 8441).
final class TunnelTest {
  private static final String ASKED =
      Wire.head(
          "GET /chat HTTP/1.1",
          "host: a",
          "connection: upgrade",
          "upgrade: websocket",
          "sec-websocket-version: 13",
          "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==");

  private static EdgeUnderTest overHttp2(EdgeUnderTest to) {
    return EdgeUnderTest.serving(
        "{'upstreams': {'next': {'targets': ['127.0.0.1:%d'], 'protocol': 'h2'}},"
                .formatted(to.port())
            + "'sites': {'*': [{'path': '/*', 'proxy': 'next'}]}}");
  }

  @Test
  void aWebSocketPassesThroughHttp2() {
    try (var upstream =
            new ScriptedUpstream((talk, _, _) -> {
              talk.send(
                  Wire.head(
                          "HTTP/1.1 101 Switching Protocols",
                          "connection: upgrade",
                          "upgrade: websocket",
                          "sec-websocket-accept: of its own key")
                      + "hello");
              talk.send("echo " + talk.read(4));
              talk.close();
            });
        var second = EdgeUnderTest.routes("{'path': '/*', 'proxy': '" + upstream.address() + "'}");
        var first = overHttp2(second)) {
      // Twice: on a new connection, and on one that is there.
      for (int i = 0; i < 2; i++) {
        try (var client = first.connect()) {
          String head = client.send(ASKED).readUntil("hello");
          assertThat(head)
              .startsWith("HTTP/1.1 101 ")
              .containsIgnoringCase("upgrade: websocket\r\n")
              // What RFC 6455 section 1.3 computes from the key above.
              .contains("sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n");
          client.send("ping");
          assertThat(client.readToEnd()).isEqualTo("echo ping");
        }
      }
      assertThat(upstream.heads)
          .allSatisfy(head ->
              assertThat(head)
                  .startsWith("GET /chat HTTP/1.1\r\n")
                  .containsIgnoringCase("upgrade: websocket\r\n")
                  .contains("sec-websocket-key: ", "sec-websocket-version: 13\r\n"));
      assertThat(second.logAtEnd()).contains("\"protocol\":\"HTTP/2\"");
    }
  }

  /// Over HTTP/2 a status of 200 would open the tunnel, so an answer that is no upgrade must not
  /// have it.
  @ParameterizedTest
  @CsvSource({"403, 403", "200, 502"})
  void aRefusalOpensNothing(int told, int passed) {
    try (var upstream =
            new ScriptedUpstream((talk, _, _) ->
                talk.send("HTTP/1.1 " + told + " So\r\ncontent-length: 2\r\n\r\nno"));
        var second = EdgeUnderTest.routes("{'path': '/*', 'proxy': '" + upstream.address() + "'}");
        var first = overHttp2(second);
        var client = first.connect()) {
      assertThat(client.send(ASKED).readUntil("\r\n\r\n")).startsWith("HTTP/1.1 " + passed + " ");
    }
  }

  private static EdgeUnderTest over(OldHttp2Upstream upstream, String protocol) {
    return EdgeUnderTest.serving(
        "{'upstreams': {'old': {'targets': ['127.0.0.1:%d'], 'protocol': '%s', 'tls': {'verify': false}}},"
                .formatted(upstream.port(), protocol)
            + "'sites': {'*': [{'path': '/*', 'proxy': 'old'}]}}");
  }

  /// Most servers speak both versions, but open WebSockets over HTTP/1.1 only.
  @Test
  void aServerWhoseHttp2TakesNoTunnelsIsAskedOverHttp1() throws Exception {
    try (var upstream = new OldHttp2Upstream("h2", "http/1.1");
        var edge = over(upstream, "auto")) {
      // Twice: to learn it, and knowing it.
      for (int i = 0; i < 2; i++) {
        try (var client = edge.connect()) {
          assertThat(client.send(ASKED).readUntil("\r\n\r\n")).startsWith("HTTP/1.1 101 ");
          assertThat(client.send("ping").readToEnd()).isEqualTo("ping");
        }
      }
      assertThat(upstream.protocols).startsWith("h2", "http/1.1").containsOnly("h2", "http/1.1");
    }
  }

  @Test
  void aServerThatSpeaksNothingElseGetsNoTunnel() throws Exception {
    try (var upstream = new OldHttp2Upstream("h2");
        var edge = over(upstream, "h2")) {
      try (var client = edge.connect()) {
        assertThat(client.send(ASKED).readUntil("\r\n\r\n")).startsWith("HTTP/1.1 502 ");
      }
      assertThat(edge.logAtEnd()).contains("\"error.type\":\"upstream_request_build\"");
    }
  }
}
