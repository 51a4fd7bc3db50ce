package dev.varve.edge.grpc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.edge.EdgeUnderTest;
import dev.varve.edge.Reply;
import dev.varve.edge.ScriptedUpstream;
import dev.varve.edge.Wire;
import dev.varve.testkit.Await;
import java.io.ByteArrayOutputStream;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Calls of gRPC on their way through the edge, and those of gRPC-Web translated. The official
/// client and server are driven by `conformance/grpc/run`.
final class GrpcTest {
  /// A message of five bytes in its frame.
  private static final String FRAME = "\0\0\0\0\5hello";

  private static EdgeUnderTest before(GrpcServer server, String more) {
    return EdgeUnderTest.serving(
        "{'upstreams': {'calls': {'targets': ['127.0.0.1:%d'], 'protocol': 'h2'%s}}, "
                .formatted(server.port(), more)
            + "'sites': {'*': [{'path': '/*', 'proxy': {'upstream': 'calls', 'grpcWeb': true}}]}}");
  }

  private static String call(String path, String type, String body, String... fields) {
    return Wire.head(
            "POST " + path + " HTTP/1.1",
            "host: example.com",
            "connection: close",
            "te: trailers",
            "content-type: " + type,
            "content-length: " + body.length(),
            fields.length == 0 ? "x: y" : String.join("\r\n", fields))
        + body;
  }

  @Test
  void messagesAndTrailersPass() {
    try (var server = new GrpcServer();
        var edge = before(server, "")) {
      Reply reply = edge.talk(call("/x/Echo", "application/grpc", FRAME, "grpc-timeout: 7S"));

      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.body()).isEqualTo(FRAME);
      assertThat(reply.raw()).contains("grpc-status: 0\r\n", "x-checked: yes\r\n");
      assertThat(server.calls)
          .containsExactly("HTTP/2 /x/Echo application/grpc te=trailers timeout=7S");
    }
  }

  @Test
  void anErrorOfTheEdgeIsOneOfGrpc() {
    int port = ScriptedUpstream.closedPort();
    try (var edge = EdgeUnderTest.routes("{'path': '/*', 'proxy': '127.0.0.1:" + port + "'}")) {
      Reply reply = edge.talk(call("/x/Echo", "application/grpc+proto", FRAME));

      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.field("content-type")).isEqualTo("application/grpc");
      assertThat(reply.field("grpc-status")).isEqualTo("14");
      assertThat(reply.field("grpc-message")).isEqualTo("Bad Gateway");
      assertThat(reply.body()).isEmpty();
      assertThat(edge.edge.openMetrics()).contains("code=\"5xx\"} 1\n");
      assertThat(edge.logAtEnd())
          .contains("\"error.type\":\"upstream_connect\"", "\"grpc.status\":14");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/none, 12", // no such route: UNIMPLEMENTED
    "/closed, 7", // a forbidden network: PERMISSION_DENIED
    "/small, 8", // a message beyond the limit: RESOURCE_EXHAUSTED
    "/often, 14", // too many calls: UNAVAILABLE
    "/slow, 4", // nobody answers: DEADLINE_EXCEEDED
    "/b%zz, 13", // no path: INTERNAL
  })
  void everyRefusalHasItsStatus(String path, String status) {
    try (var silent = new ScriptedUpstream((talk, _, _) -> talk.awaitEnd());
        var edge =
            EdgeUnderTest.routes(
                """
                {'path': '/closed', 'deny': ['127.0.0.0/8'], 'respond': {}},
                {'path': '/small', 'maxBody': '3B', 'proxy': 'AWAY'},
                {'path': '/often', 'limit': '1/h', 'respond': {}},
                {'path': '/slow', 'proxy': {'upstream': 'AWAY', 'timeouts': {'firstByte': '100ms'}}}
                """
                    .replace("AWAY", silent.address()))) {
      if (path.equals("/often")) {
        edge.get(path);
      }

      Reply reply = edge.talk(call(path, "application/grpc", FRAME));

      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.field("grpc-status")).isEqualTo(status);
    }
  }

  /// Waits of gRPC's own clients end calls, long before those of the upstream.
  @Test
  void theDeadlineOfTheClientEndsTheCall() {
    try (var server = new GrpcServer();
        var edge = before(server, "")) {
      Reply reply = edge.talk(call("/x/Silent", "application/grpc", FRAME, "grpc-timeout: 100m"));

      assertThat(reply.field("grpc-status")).isEqualTo("4");
      Await.until("the server knows", () -> !server.endings.isEmpty());
      assertThat(server.endings).containsExactly("CLIENT_GONE");
      assertThat(edge.logAtEnd()).contains("\"error.type\":\"upstream_total_timeout\"");
    }
  }

  /// The server knows the deadline too, and is sometimes the first to act on it.
  @Test
  void aServerThatGivesUpAtTheDeadlineIsNotBroken() {
    try (var server = new GrpcServer();
        var edge = before(server, "")) {
      assertThat(
              edge.talk(call("/x/Late", "application/grpc", FRAME, "grpc-timeout: 150m"))
                  .field("grpc-status"))
          .isEqualTo("4");
      assertThat(edge.talk(call("/x/Late", "application/grpc", FRAME)).field("grpc-status"))
          .isEqualTo("14");
    }
  }

  @Test
  void aWebClientGetsTheTrailersInTheBody() {
    try (var server = new GrpcServer();
        var edge = before(server, "")) {
      Reply reply = edge.talk(call("/x/Echo", "application/grpc-web+proto", FRAME));

      assertThat(reply.field("content-type")).isEqualTo("application/grpc-web+proto");
      assertThat(reply.body())
          .isEqualTo(FRAME + "\u0080\0\0\0\40grpc-status: 0\r\nx-checked: yes\r\n");
      assertThat(server.calls)
          .containsExactly("HTTP/2 /x/Echo application/grpc+proto te=trailers timeout=null");
    }
  }

  @Test
  void textIsBase64InBothDirectionsPaddedWhereItLikes() {
    try (var server = new GrpcServer();
        var edge = before(server, "")) {
      // Two messages, each encoded by itself.
      String text = encoded(FRAME) + encoded("\0\0\0\0\1x");
      Reply reply = edge.talk(call("/x/Echo", "application/grpc-web-text", text));

      assertThat(reply.field("content-type")).isEqualTo("application/grpc-web-text+proto");
      assertThat(decoded(reply.body())).startsWith(FRAME + "\0\0\0\0\1x\u0080");
    }
  }

  @ParameterizedTest
  @CsvSource({"AAAA*AAA", "AAAAA", "A===", "AA=A"})
  void whatIsNoBase64IsRefused(String text) {
    try (var server = new GrpcServer();
        var edge = before(server, "")) {
      Reply reply = edge.talk(call("/x/Echo", "application/grpc-web-text", text));

      assertThat(decoded(reply.body())).contains("grpc-status: 13\r\n");
      assertThat(edge.logAtEnd()).contains("request_body_read");
    }
  }

  /// A script of another origin sees no heads it was not allowed to see: the body has it all.
  @Test
  void aWebClientFindsRefusalsInTheBodyToo() {
    try (var server = new GrpcServer();
        var edge = before(server, "")) {
      Reply byServer = edge.talk(call("/x/Unavailable", "application/grpc-web", FRAME));
      assertThat(byServer.field("grpc-status")).isNull();
      assertThat(byServer.body())
          .startsWith("\u0080")
          .endsWith("grpc-status: 14\r\ngrpc-message: not%20now\r\n");
    }
    int port = ScriptedUpstream.closedPort();
    try (var edge = EdgeUnderTest.routes("{'path': '/*', 'proxy': '127.0.0.1:" + port + "'}")) {
      Reply byEdge = edge.talk(call("/x/Echo", "application/grpc-web-text", ""));
      assertThat(byEdge.field("content-type")).isEqualTo("application/grpc-web-text");
      assertThat(decoded(byEdge.body())).contains("grpc-status: 14\r\n");
    }
  }

  @Test
  void withoutTheSettingGrpcWebIsTheServersAffair() {
    try (var upstream = ScriptedUpstream.saying("its own");
        var edge = EdgeUnderTest.routes("{'path': '/*', 'proxy': '" + upstream.address() + "'}")) {
      assertThat(edge.talk(call("/x/Echo", "application/grpc-web-text", "AAAA")).body())
          .isEqualTo("its own");
      assertThat(upstream.heads.getFirst()).contains("content-type: application/grpc-web-text\r\n");
    }
  }

  @Test
  void aServerThatIsUnavailableIsLeftAlone() {
    try (var server = new GrpcServer();
        var edge = before(server, ", 'breaker': {'errors': 50, 'samples': 5, 'openFor': '1m'}")) {
      for (int i = 0; i < 9; i++) {
        edge.talk(call("/x/Unavailable", "application/grpc", FRAME));
      }
      assertThat(server.calls).hasSize(5);
    }
  }

  private static String encoded(String bytes) {
    return Base64.getEncoder().encodeToString(bytes.getBytes(ISO_8859_1));
  }

  /// Groups of Base64, any of which may be padded.
  private static String decoded(String text) {
    var bytes = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i += 4) {
      bytes.writeBytes(Base64.getDecoder().decode(text.substring(i, i + 4)));
    }
    return bytes.toString(ISO_8859_1);
  }
}
