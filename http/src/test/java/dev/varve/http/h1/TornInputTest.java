package dev.varve.http.h1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.http.EchoHandler;
import dev.varve.http.TestServer;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Where packets begin and end must not matter.
class TornInputTest {
  private static final String REQUESTS =
      """
      POST /a HTTP/1.1
      Host: h
      Transfer-Encoding: chunked

      3;x="y"
      abc
      0
      t: u


      GET /b HTTP/1.1
      Host: h
      Connection: close

      """
          .replace("\n", "\r\n");

  /// Every place to tear two requests into two packets; the second is sent when the answers that
  /// are due before it have come, so that packets cannot be joined on the way.
  @Test
  void readsRequestsTornAtEveryPlace() throws Exception {
    var echo = new EchoHandler();
    try (var server = TestServer.start(echo)) {
      List<Socket> sockets = new ArrayList<>();
      for (int cut = 1; cut < REQUESTS.length(); cut++) {
        Socket socket = server.connect();
        sockets.add(socket);
        TestServer.write(socket, REQUESTS.substring(0, cut));
      }
      // A whole exchange of another connection comes after all first halves on the same loop.
      server.talk("GET /fence HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
      for (int cut = 1; cut < REQUESTS.length(); cut++) {
        Socket socket = sockets.get(cut - 1);
        TestServer.write(socket, REQUESTS.substring(cut));
        assertThat(TestServer.readAll(socket))
            .as("torn at %d", cut)
            .contains("POST /a [abc] {t: u}HTTP/1.1 200 OK")
            .endsWith("GET /b [] {}");
        socket.close();
      }
    }
  }

  @Test
  void readsRequestsSentByteByByte() throws Exception {
    try (var server = TestServer.start(new EchoHandler());
        Socket socket = server.connect()) {
      for (byte each : REQUESTS.getBytes(StandardCharsets.US_ASCII)) {
        socket.getOutputStream().write(each);
      }
      assertThat(TestServer.readAll(socket)).contains("POST /a [abc] {t: u}").endsWith("{}");
    }
  }
}
