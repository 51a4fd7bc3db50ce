package dev.varve.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.http.Body;
import dev.varve.http.EchoHandler;
import dev.varve.http.Request;
import dev.varve.http.TestUpstream;
import dev.varve.http.net.Loops;
import dev.varve.testkit.Ports;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HttpClientTest {
  private static final Duration SHORT = Duration.ofMillis(200);

  @Test
  void sendsRequestsOverOneConnection() throws Exception {
    try (var upstream = new TestUpstream("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na", false);
        var client = new TestClient()) {
      Origin origin = Origin.http("127.0.0.1", upstream.port());
      for (int i = 0; i < 10; i++) {
        assertThat(client.get(origin, "/" + i)).isEqualTo("200 a");
      }
      assertThat(upstream.connections()).isEqualTo(1);
      assertThat(upstream.heads.getLast()).isEqualTo("GET /9 HTTP/1.1\r\nhost: h\r\n\r\n");
    }
  }

  @Test
  void neverForwardsFramingOfOthers() throws Exception {
    try (var upstream = new TestUpstream("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na", false);
        var client = new TestClient()) {
      Request request = new Request().set("POST", "/").authority("h");
      request
          .fields()
          .add("Content-Length", "99")
          .add("Transfer-Encoding", "gzip")
          .add("Connection", "x")
          .add("Host", "other")
          .add("Expect", "100-continue")
          .add("Keep-Alive", "5")
          .add("A", "b");
      client.send(Origin.http("127.0.0.1", upstream.port()), request, Body.of("abc"));
      assertThat(upstream.heads.getFirst())
          .isEqualTo("POST / HTTP/1.1\r\nhost: h\r\nA: b\r\ncontent-length: 3\r\n\r\n");
    }
  }

  @Test
  void sendsAgainWhenAKeptConnectionWasClosed() throws Exception {
    try (var upstream = new TestUpstream("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na", true);
        var client = new TestClient()) {
      Origin origin = Origin.http("127.0.0.1", upstream.port());
      for (int i = 0; i < 5; i++) {
        assertThat(client.get(origin, "/")).isEqualTo("200 a");
      }
    }
  }

  @Test
  void tellsThatNothingWasSentWhenNobodyListens() throws Exception {
    try (var client = new TestClient()) {
      assertThat(client.get(Origin.http("127.0.0.1", Ports.free()), "/")).startsWith("Refused");
    }
  }

  @ParameterizedTest
  @EnumSource(Loops.Kind.class)
  void boundsTheWaitForAnAnswer(Loops.Kind kind) throws Exception {
    var options = ClientOptions.DEFAULT.withTimes(SHORT, SHORT, SHORT);
    try (var silent = new TestUpstream("", false);
        var stopping = new TestUpstream("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\na", false);
        var client = new TestClient(kind, options)) {
      assertThat(client.get(Origin.http("127.0.0.1", silent.port()), "/"))
          .startsWith("Timeout[kind=FIRST_BYTE");
      assertThat(client.get(Origin.http("127.0.0.1", stopping.port()), "/"))
          .isEqualTo("200 a!TOO_SLOW");
    }
  }

  @Test
  void boundsConnectionsAndRequestsThatWait() throws Exception {
    var options = ClientOptions.DEFAULT.withConnections(1, 0, SHORT).withTimes(SHORT, SHORT, SHORT);
    try (var silent = new TestUpstream("", false);
        var client = new TestClient(Loops.best(), options)) {
      Origin origin = Origin.http("127.0.0.1", silent.port());
      client.ask(() ->
          client
              .client()
              .send(origin, Request.get("h", "/"), Body.empty(), new Ignored())
              .reused());
      assertThat(client.get(origin, "/")).startsWith("Busy");
    }
  }

  @Test
  void whoWaitsForAConnectionOfOthersIsTurnedAwayInTheEnd() throws Exception {
    var patience = Duration.ofMinutes(1);
    var options =
        ClientOptions.DEFAULT.withConnections(1, 1, SHORT).withTimes(patience, patience, patience);
    try (var silent = new TestUpstream("", false);
        var client = new TestClient(Loops.best(), options)) {
      Origin origin = Origin.http("127.0.0.1", silent.port());
      client.ask(() ->
          client
              .client()
              .send(origin, Request.get("h", "/"), Body.empty(), new Ignored())
              .reused());
      assertThat(client.get(origin, "/")).startsWith("Busy").contains("in time");
    }
  }

  @ParameterizedTest
  @EnumSource(Loops.Kind.class)
  void speaksOverUnixSockets(Loops.Kind kind, @TempDir Path directory) throws Exception {
    Path path = directory.resolve("s.sock");
    var echo = new EchoHandler();
    var loops = Loops.start(1, kind, dev.varve.base.Clock.SYSTEM);
    try (var server = new dev.varve.http.server.HttpServer(loops);
        var client = new TestClient(kind, ClientOptions.DEFAULT)) {
      server.listen(dev.varve.http.server.ListenerOptions.onUnix(path), echo);
      assertThat(client.get(Origin.unix(path), "/x")).isEqualTo("200 GET /x [] {}");
    }
    loops.close();
    assertThat(Files.exists(path)).isFalse();
  }

  @Test
  void triesAddressesOfBothFamiliesInTurn() throws Exception {
    var six = InetAddress.getByAddress(new byte[16]);
    var four = InetAddress.getByAddress(new byte[4]);
    assertThat(Resolver.inTurn(List.of(four, four, six))).containsExactly(six, four, four);
  }

  private static final class Ignored implements ResponseReader {
    @Override
    public void response(dev.varve.http.Response response, Body body) {
      body.cancel();
    }

    @Override
    public void failed(ClientFailure failure) {}
  }
}
