package dev.varve.http.h1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.http.EchoHandler;
import dev.varve.http.ProxyHandler;
import dev.varve.http.TestServer;
import dev.varve.http.client.Origin;
import dev.varve.http.net.Loops;
import java.net.Socket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A server and a client, back to back.
class ProxyTest {
  @ParameterizedTest
  @EnumSource(Loops.Kind.class)
  void passesMessagesThroughInBothDirections(Loops.Kind kind) throws Exception {
    var echo = new EchoHandler();
    try (var upstream = TestServer.start(kind, echo);
        var proxy =
            TestServer.start(kind, new ProxyHandler(Origin.http("127.0.0.1", upstream.port())))) {
      String answer =
          proxy.talk(
              "GET /a?b HTTP/1.1\r\nHost: h\r\n\r\n"
                  + "POST /c HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc"
                  + "POST /d HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
                  + "3\r\nxyz\r\n1\r\n!\r\n0\r\nq: r\r\n\r\n"
                  + "HEAD /e HTTP/1.1\r\nHost: h\r\n\r\n"
                  + "BREW /f HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");

      assertThat(answer)
          .contains("GET /a?b [] {}")
          .contains("POST /c [abc] {}")
          .contains("POST /d [xyz!] {q: r}")
          .contains("BREW /f [] {}")
          .endsWith("connection: close\r\n\r\nBREW /f [] {}");
      assertThat(echo.asked)
          .containsExactly("GET /a?b", "POST /c", "POST /d", "HEAD /e", "BREW /f");
    }
  }

  @ParameterizedTest
  @EnumSource(Loops.Kind.class)
  void passesLargeBodiesThrough(Loops.Kind kind) throws Exception {
    String body = "0123456789abcdef".repeat(1 << 16);
    try (var upstream = TestServer.start(kind, new EchoHandler());
        var proxy =
            TestServer.start(kind, new ProxyHandler(Origin.http("127.0.0.1", upstream.port())));
        Socket socket = proxy.connect()) {
      var writer =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  TestServer.write(
                      socket,
                      "PUT / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: "
                          + body.length()
                          + "\r\n\r\n"
                          + body);
                } catch (java.io.IOException cause) {
                  throw new java.io.UncheckedIOException(cause);
                }
              });
      String answer = TestServer.readAll(socket);
      writer.join();

      assertThat(answer).endsWith("PUT / [" + body + "] {}");
    }
  }
}
