package dev.varve.http.h2;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.http.Body;
import dev.varve.http.h2.frame.FrameType;
import dev.varve.http.h2.frame.Preface;
import dev.varve.http.server.ListenerOptions;
import dev.varve.testkit.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// HTTP/2 on the sockets of an ordinary plain listener, by prior knowledge (RFC 9113 section 3.3).
class H2SocketTest {
  private final FrameBytes frames = new FrameBytes();
  private final FrameText text = new FrameText();

  @Test
  void servesBothVersionsOnOnePort() throws IOException {
    try (var server = H2TestServer.start(H2TestServer::answer)) {
      assertThat(h2(server, 1, 2))
          .contains("HEADERS 1 :status=200|content-length=17|content-type=text/plain");
      try (var socket = connect(server)) {
        socket
            .getOutputStream()
            .write("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".getBytes(ISO_8859_1));
        assertThat(new String(socket.getInputStream().readAllBytes(), ISO_8859_1))
            .startsWith("HTTP/1.1 200 ");
      }
    }
  }

  @Test
  void takesThePrefaceInPieces() throws IOException {
    try (var server = H2TestServer.start(H2TestServer::answer);
        var socket = connect(server)) {
      byte[] all =
          FrameBytes.join(
              Preface.octets(),
              FrameBytes.settings(),
              frames.headers(1, true, ServerUnderTest.GET));
      for (byte each : all) {
        socket.getOutputStream().write(each);
      }
      assertThat(readUntil(socket, "DATA 1 END")).isNotEmpty();
    }
  }

  @Test
  void sendsLargeBodiesPiecemealToAClientThatOpensItsWindow() throws IOException {
    try (var server = H2TestServer.start(H2TestServer::answer);
        var socket = connect(server)) {
      socket
          .getOutputStream()
          .write(
              FrameBytes.join(
                  Preface.octets(),
                  FrameBytes.settings(4, 2_000_000),
                  FrameBytes.windowUpdate(0, 2_000_000),
                  frames.headers(1, true, ServerUnderTest.GET.replace("=/|", "=/big|"))));
      int octets =
          readUntil(socket, "DATA 1 END").stream()
              .filter(line -> line.startsWith("DATA"))
              .mapToInt(line -> Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1)))
              .sum();
      assertThat(octets).isEqualTo(1 << 20);
    }
  }

  /// Security R3: wide windows, but nothing is taken off the socket.
  @Test
  void closesOnAClientThatTakesNothing() throws IOException {
    var options = ListenerOptions.onLoopback(0);
    options = options.withTimeouts(options.timeouts().withWrite(Duration.ofMillis(100)));
    try (var server =
            new H2TestServer(
                options,
                exchange ->
                    exchange.respond(
                        exchange.response().status(200), Body.of(new byte[32 << 20])));
        var socket = new Socket()) {
      socket.setReceiveBufferSize(4_096);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
      socket
          .getOutputStream()
          .write(
              FrameBytes.join(
                  Preface.octets(),
                  FrameBytes.settings(4, Integer.MAX_VALUE),
                  FrameBytes.windowUpdate(0, Integer.MAX_VALUE - 65_535),
                  frames.headers(1, true, ServerUnderTest.GET)));
      Await.until("accepted", () -> server.listener().connections() == 1);
      Await.until("closed", () -> server.listener().connections() == 0);
    }
  }

  @Test
  void tellsWhyItClosesAndCloses() throws IOException {
    try (var server = H2TestServer.start(H2TestServer::answer);
        var socket = connect(server)) {
      socket
          .getOutputStream()
          .write(
              FrameBytes.join(
                  Preface.octets(), FrameBytes.settings(), FrameBytes.windowUpdate(0, 0)));
      byte[] all = socket.getInputStream().readAllBytes();
      assertThat(text.read(all)).last().isEqualTo("GOAWAY 0 PROTOCOL_ERROR");
    }
  }

  /// RFC 9113 section 3.4: what is not of HTTP at all is not answered in the words of HTTP/1.
  @ParameterizedTest
  @CsvSource({
    "INVALID CONNECTION PREFACE, false",
    "GET / HTTP/1.2x, true",
    "GET / PREFACE, true",
    "GET x HTPP/1.1, true",
    "GET http://h/ PREFACE, true",
  })
  void aWrongPrefaceIsClosedWithoutAWord(String line, boolean answered) throws IOException {
    try (var server = H2TestServer.start(H2TestServer::answer);
        var socket = connect(server)) {
      socket.getOutputStream().write((line + "\r\n\r\n").getBytes(ISO_8859_1));
      String all = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
      if (answered) {
        assertThat(all).startsWith("HTTP/1.1 400 ");
      } else {
        assertThat(all).isEmpty();
      }
    }
  }

  @Test
  void drainsWithoutLosingRequests() throws IOException, InterruptedException {
    try (var server = H2TestServer.start(H2TestServer::answer);
        var socket = connect(server)) {
      socket
          .getOutputStream()
          .write(
              FrameBytes.join(
                  Preface.octets(),
                  FrameBytes.settings(),
                  frames.headers(1, false, ServerUnderTest.POST)));
      readUntil(socket, "HEADERS 1");
      var draining = Thread.ofVirtual().start(() -> drain(server));
      List<String> seen = readUntil(socket, "PING");
      long payload = Long.parseLong(seen.getLast().substring("PING ".length()));
      socket
          .getOutputStream()
          .write(
              FrameBytes.join(
                  FrameBytes.ping(payload, 1), FrameBytes.data(1, FrameType.END_STREAM, "bye")));
      List<String> rest = text.read(socket.getInputStream().readAllBytes());
      socket.shutdownOutput();
      draining.join();
      assertThat(rest).contains("GOAWAY 1 NO_ERROR");
      assertThat(rest.toString()).contains("bye").contains("DATA 1 END");
      assertThat(server.listener().connections()).isZero();
    }
  }

  private static void drain(H2TestServer server) {
    try {
      server.listener().drain(Duration.ofSeconds(5));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private List<String> h2(H2TestServer server, int... streams) throws IOException {
    try (var socket = connect(server)) {
      socket
          .getOutputStream()
          .write(
              FrameBytes.join(
                  Preface.octets(),
                  FrameBytes.settings(),
                  frames.headers(streams[0], true, ServerUnderTest.GET)));
      return readUntil(socket, "DATA " + streams[0] + " END");
    }
  }

  private static Socket connect(H2TestServer server) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(20_000);
    return socket;
  }

  private List<String> readUntil(Socket socket, String start) throws IOException {
    var lines = new ArrayList<String>();
    var buffer = new byte[65_536];
    while (lines.stream().noneMatch(line -> line.startsWith(start))) {
      int read = socket.getInputStream().read(buffer);
      assertThat(read).as("connection ended after %s", lines).isPositive();
      lines.addAll(text.read(java.util.Arrays.copyOf(buffer, read)));
    }
    return lines;
  }
}
