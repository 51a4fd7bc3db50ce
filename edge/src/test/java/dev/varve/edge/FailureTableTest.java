package dev.varve.edge;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.graph.term.Value;
import dev.varve.http.Exchange;
import dev.varve.http.net.Loops;
import dev.varve.http.server.HttpServer;
import dev.varve.http.server.ListenerOptions;
import dev.varve.testkit.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The table of docs/edge/proxy.md, each row from outside: what the client gets, the cause in the
/// log, and the metric of that cause. What each fault does to others is in [UpstreamFaultTest].
final class FailureTableTest {
  private static final String GET =
      Wire.head("GET / HTTP/1.1", "host: example.com", "connection: close");

  /// @param answer how it begins; empty where the connection is cut
  record Row(
      String fault, ScriptedUpstream.Script script, String request, String answer, String cause) {
    @Override
    public String toString() {
      return fault;
    }
  }

  private static Row row(
      String fault, ScriptedUpstream.Script script, String answer, String cause) {
    return new Row(fault, script, GET, answer, cause);
  }

  static Stream<Row> rows() {
    return Stream.concat(broken(), wrong());
  }

  private static Stream<Row> broken() {
    String bad = "HTTP/1.1 502 ";
    // How much of an answer that breaks off gets out is chance; that it is cut is not.
    String cut = "";
    String read = "upstream_response_read";
    return Stream.of(
        row("reset before bytes", (talk, _, _) -> talk.reset(), bad, read),
        row("end before bytes", (talk, _, _) -> talk.close(), bad, read),
        row(
            "reset within the head",
            (talk, _, _) -> {
              talk.send("HTTP/1.1 200 OK\r\ncontent-");
              talk.reset();
            },
            bad,
            read),
        row(
            "reset within a body of known length",
            (talk, _, _) -> {
              talk.send("HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n" + "x".repeat(50_000));
              talk.close();
            },
            cut,
            read),
        row(
            "end within a chunk",
            (talk, _, _) -> {
              talk.send("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhel");
              talk.close();
            },
            cut,
            read),
        row(
            "bad chunk",
            (talk, _, _) ->
                talk.send(
                    "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\nzz\r\n"),
            cut,
            read));
  }

  private static Stream<Row> wrong() {
    String bad = "HTTP/1.1 502 ";
    String late = "HTTP/1.1 504 ";
    String read = "upstream_response_read";
    return Stream.of(
        row(
            "two lengths",
            (talk, _, _) ->
                talk.send("HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab"),
            bad,
            read),
        row(
            "length and chunks",
            (talk, _, _) ->
                talk.send(
                    Wire.head(
                        "HTTP/1.1 200 OK", "content-length: 5", "transfer-encoding: chunked")),
            bad,
            read),
        row(
            "unknown transfer coding",
            (talk, _, _) -> talk.send("HTTP/1.1 200 OK\r\ntransfer-encoding: gzip\r\n\r\n"),
            bad,
            read),
        row(
            "head too large",
            (talk, _, _) -> talk.send("HTTP/1.1 200 OK\r\nx: " + "a".repeat(200_000) + "\r\n\r\n"),
            bad,
            read),
        row(
            "an upgrade nobody asked for",
            (talk, _, _) ->
                talk.send(
                    Wire.head(
                        "HTTP/1.1 101 Switching Protocols",
                        "connection: upgrade",
                        "upgrade: websocket")),
            bad,
            read),
        row("silence", (talk, _, _) -> talk.awaitEnd(), late, "upstream_first_byte_timeout"),
        new Row(
            "client's chunks are broken",
            (talk, _, _) -> talk.read(100),
            Wire.head("POST / HTTP/1.1", "host: a", "transfer-encoding: chunked") + "zz\r\n",
            "HTTP/1.1 400 ",
            "request_body_read"),
        new Row(
            "client's body is too large",
            (talk, _, _) -> talk.read(100_000),
            Wire.head("POST / HTTP/1.1", "host: a", "content-length: 2000000"),
            "HTTP/1.1 413 ",
            "request_body_read"));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void aFaultOfTheUpstreamHasItsStatusCauseAndMetric(Row row) {
    try (var upstream = new ScriptedUpstream(row.script);
        var edge =
            EdgeUnderTest.routes(
                ("{'path': '/*', 'id': 'it', 'maxBody': '1MB',"
                        + "'proxy': {'upstream': '%s', 'timeouts': {'firstByte': '150ms'}}}")
                    .formatted(upstream.address()))) {
      expect(edge, row.request, row.answer, row.cause);
    }
  }

  private static void expect(EdgeUnderTest edge, String request, String answer, String cause) {
    try (var client = edge.connect()) {
      assertThat(client.send(request).readToEnd()).startsWith(answer);
    }
    assertThat(edge.logAtEnd()).contains("\"error.type\":\"" + cause + "\"");
    assertThat(edge.edge.openMetrics())
        .contains("varve_http_request_failures_total{route=\"it\",cause=\"" + cause + "\"} 1\n");
  }

  private static EdgeUnderTest to(String target) {
    return EdgeUnderTest.routes("{'path': '/*', 'id': 'it', 'proxy': '" + target + "'}");
  }

  @Test
  void aRefusedConnection() {
    try (var edge = to("127.0.0.1:" + ScriptedUpstream.closedPort())) {
      expect(edge, GET, "HTTP/1.1 502 ", "upstream_connect");
    }
  }

  /// No label may be longer than 63 characters, so no name server is asked.
  @Test
  void aNameThatIsGone() {
    try (var edge = to("a".repeat(64) + ".example:80")) {
      expect(edge, GET, "HTTP/1.1 502 ", "upstream_connect");
    }
  }

  @Test
  void aSocketThatIsGone() {
    try (var edge = to("unix:/nonexistent/varve-test.sock")) {
      expect(edge, GET, "HTTP/1.1 502 ", "upstream_connect");
    }
  }

  /// The queue of a server that accepts nothing is full, so nobody answers the first packet.
  @ParameterizedTest
  @ValueSource(strings = {"upstream", "route"})
  void aServerThatDoesNotTakeConnections(String place) throws IOException {
    String connect = "'timeouts': {'connect': '200ms'}";
    var waiting = new ArrayList<SocketChannel>();
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var address = new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
      for (int i = 0; i < 4; i++) {
        SocketChannel each = SocketChannel.open();
        each.configureBlocking(false);
        each.connect(address);
        waiting.add(each);
      }
      String upstream = place.equals("upstream") ? ", " + connect : "";
      String route = place.equals("route") ? ", " + connect : "";
      try (var edge =
          EdgeUnderTest.serving(
              "{'upstreams': {'full': {'targets': ['127.0.0.1:%d'], 'retry': {'attempts': 1}%s}},"
                      .formatted(server.getLocalPort(), upstream)
                  + "'sites': {'*': [{'path': '/*', 'id': 'it', 'proxy': {'upstream': 'full'%s}}]}}"
                      .formatted(route))) {
        expect(edge, GET, "HTTP/1.1 504 ", "upstream_connect_timeout");
      }
    } finally {
      for (SocketChannel each : waiting) {
        each.close();
      }
    }
  }

  @Test
  void aServerThatSpeaksNoTls() throws IOException {
    try (var garbage = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.startVirtualThread(() -> speakGarbage(garbage));
      try (var edge =
          EdgeUnderTest.serving(
              "{'upstreams': {'api': {'targets': ['127.0.0.1:%d'], 'tls': {'verify': false}}},"
                      .formatted(garbage.getLocalPort())
                  + "'sites': {'*': [{'path': '/*', 'id': 'it', 'proxy': 'api'}]}}")) {
        expect(edge, GET, "HTTP/1.1 502 ", "upstream_connect");
      }
    }
  }

  /// What cannot stand in a header, such as a secret with a line break, is never sent.
  @Test
  void aRequestThatCannotBeSaid() {
    try (var upstream = ScriptedUpstream.saying("never");
        var edge =
            EdgeUnderTest.serving(
                ("{'sites': {'*': [{'path': '/*', 'id': 'it', 'proxy': '%s',"
                        + "'requestHeaders': {'set': {'authorization': {'env': 'TOKEN'}}}}]}}")
                    .formatted(upstream.address()),
                Path.of("."),
                options -> options.withSecrets(FailureTableTest::secret))) {
      expect(edge, GET, "HTTP/1.1 502 ", "upstream_request_build");
      assertThat(upstream.heads).isEmpty();
    }
  }

  private static String secret(Value value) {
    return value instanceof Value.Literal(String text) ? text : "Bearer x\r\nevil: 1";
  }

  @Test
  void allTargetsAreDown() {
    try (var edge =
        EdgeUnderTest.serving(
            "{'upstreams': {'api': {'targets': ['127.0.0.1:%d']}},"
                    .formatted(ScriptedUpstream.closedPort())
                + "'sites': {'*': [{'path': '/*', 'id': 'it', 'proxy': 'api'}]}}")) {
      String target = edge.edge.upstreams().getFirst().target();
      edge.edge.enable("api", target, false);
      Reply reply = edge.get("/");
      assertThat(reply.field("retry-after")).isEqualTo("5");
      assertThat(edge.edge.openMetrics())
          .contains(
              "varve_http_request_failures_total{route=\"it\",cause=\"upstream_unavailable\"} 1\n");
      assertThat(reply.status()).isEqualTo(503);
      assertThat(edge.logAtEnd()).contains("\"error.type\":\"upstream_unavailable\"");
    }
  }

  @Test
  void aClientThatLeaves() {
    var ended = new java.util.concurrent.CountDownLatch(1);
    try (var upstream =
            new ScriptedUpstream((talk, _, _) -> {
              if (talk.awaitEnd()) {
                ended.countDown();
              }
            });
        var edge = to(upstream.address())) {
      try (var client = edge.connect()) {
        client.send(Wire.head("GET / HTTP/1.1", "host: a"));
        Await.until("the upstream is asked", () -> !upstream.heads.isEmpty());
      }
      Await.until("the upstream is let go", () -> ended.getCount() == 0);
      Await.until(
          "it is counted",
          () ->
              edge.edge
                  .openMetrics()
                  .contains(
                      "varve_http_request_failures_total{route=\"it\",cause=\"client_gone\"} 1\n"));
      assertThat(edge.logAtEnd()).contains("\"error.type\":\"client_gone\"");
    }
  }

  /// The same from a server of HTTP/2: a stream that is reset, and bytes that are no frames.
  @ParameterizedTest
  @ValueSource(strings = {"reset", "garbage"})
  void aServerOfHttp2ThatBreaksOff(String how) throws IOException {
    try (var loops = Loops.start(1);
        var server = new HttpServer(loops);
        var garbage = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      int resetting = server.listen(ListenerOptions.onLoopback(0), Exchange::abort).port();
      Thread.startVirtualThread(() -> speakGarbage(garbage));
      int port = how.equals("reset") ? resetting : garbage.getLocalPort();
      try (var edge =
          EdgeUnderTest.serving(
              "{'upstreams': {'api': {'targets': ['127.0.0.1:%d'], 'protocol': 'h2'}},"
                      .formatted(port)
                  + "'sites': {'*': [{'path': '/*', 'id': 'it', 'proxy': 'api'}]}}")) {
        expect(edge, GET, "HTTP/1.1 502 ", "upstream_response_read");
      }
    }
  }

  private static void speakGarbage(ServerSocket server) {
    byte[] said = "HTTP/1.1 400 what is this\r\n\r\n".repeat(9).getBytes(US_ASCII);
    try {
      while (true) {
        try (var socket = server.accept()) {
          socket.getOutputStream().write(said);
          socket.getInputStream().readAllBytes();
        }
      }
    } catch (IOException _) {
      // The edge has left in the middle, or the test is over.
    }
  }

  /// Every attempt gets what is left of the time for the whole.
  @Test
  void retriesStayWithinTheDeadline() {
    try (var one = new ScriptedUpstream((talk, _, _) -> talk.awaitEnd());
        var two = new ScriptedUpstream((talk, _, _) -> talk.awaitEnd());
        var edge =
            EdgeUnderTest.serving(
                ("{'upstreams': {'api': {'targets': ['%s', '%s'], 'timeouts': {'total': '300ms'},"
                            + "'retry': {'attempts': 10, 'on': ['timeout'], 'perTry': '100ms'}}},")
                        .formatted(one.address(), two.address())
                    + "'sites': {'*': [{'path': '/*', 'id': 'it', 'proxy': 'api'}]}}")) {
      expect(edge, GET, "HTTP/1.1 504 ", "upstream_total_timeout");
      assertThat(one.heads.size() + two.heads.size()).isBetween(1, 4);
    }
  }
}
