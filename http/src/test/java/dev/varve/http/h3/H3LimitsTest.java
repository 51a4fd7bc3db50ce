package dev.varve.http.h3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.http.Body;
import dev.varve.http.EchoHandler;
import dev.varve.http.Ending;
import dev.varve.http.Handler;
import dev.varve.http.ServerLimits;
import dev.varve.http.ServerTimeouts;
import dev.varve.http.h3.QuicClient.Terms;
import dev.varve.testkit.Await;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Limits of a listener that concern its connections, over HTTP/3. Those of requests are in
/// [H3BehaviourTest].
class H3LimitsTest {
  private static final int REQUEST_REJECTED = 0x10b;
  private static final int NO_ERROR = 0x100;

  private static String ask(QuicClient client) {
    return H3Bytes.text(client.open().sendLast(H3Bytes.get("/")).awaitEnd().received());
  }

  private static String control(QuicClient client) {
    byte[] received = client.fromServer().getFirst().received();
    return H3Bytes.text(Arrays.copyOfRange(received, 1, received.length));
  }

  /// RFC 9114 section 5.2: a request that is not looked at any more may be sent again.
  @Test
  void endsAConnectionAfterItsRequests() {
    ServerLimits two = ServerLimits.DEFAULT.withRequests(2);
    try (var server = H3TestServer.start(new EchoHandler(), listen -> listen.withLimits(two));
        var client = QuicClient.connect(server.port())) {
      QuicClient.Stream open = client.open().send(H3Bytes.request("POST", "/"));
      assertThat(ask(client)).endsWith("DATA GET / [] {}\n");
      Await.until("GOAWAY names the streams", () -> control(client).contains("FRAME 7 08"));
      assertThat(client.open().sendLast(H3Bytes.get("/late")).resetCode())
          .isEqualTo(REQUEST_REJECTED);
      assertThat(H3Bytes.text(open.sendLast(H3Bytes.data("a")).awaitEnd().received()))
          .endsWith("DATA POST / [a] {}\n");
      assertThat(client.closeCode()).isEqualTo(NO_ERROR);
    }
  }

  @Test
  void countsRequestsThatNeededNoConnection() {
    try (var server = H3TestServer.start(new EchoHandler());
        var client = QuicClient.connect(server.port())) {
      ask(client);
      ask(client);
      ask(client);
      assertThat(server.listener().use().connections()).isEqualTo(1);
      assertThat(server.listener().use().repeated()).isEqualTo(2);
    }
  }

  @Test
  void forgetsWhoDoesNotShakeHands() throws IOException {
    ServerTimeouts quick = ServerTimeouts.DEFAULT.withHandshake(Duration.ofMillis(50));
    byte[] hello = QuicClient.initial();
    try (var server = H3TestServer.start(new EchoHandler(), listen -> listen.withTimeouts(quick));
        var silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      silent.send(
          new DatagramPacket(hello, hello.length, InetAddress.getLoopbackAddress(), server.port()));
      Await.until("it came", () -> server.listener().use().connections() == 1);
      Await.until("it is forgotten", () -> server.listener().connections() == 0);
    }
  }

  @Test
  void cutsOffWhoTakesNothing() throws Exception {
    var ended = new CompletableFuture<Ending>();
    Handler handler =
        exchange -> {
          exchange.onEnd((_, ending) -> ended.complete(ending));
          exchange.respond(exchange.response(), Body.of(new byte[1 << 20]));
        };
    ServerTimeouts quick = ServerTimeouts.DEFAULT.withWrite(Duration.ofMillis(200));
    try (var server = H3TestServer.start(handler, listen -> listen.withTimeouts(quick));
        var client = QuicClient.connect(server.port(), Terms.DEFAULT.withWindow(16 * 1024))) {
      client.open().autoRead(false).sendLast(H3Bytes.get("/"));
      assertThat(ended.get(20, TimeUnit.SECONDS)).isNotEqualTo(Ending.COMPLETE);
      assertThat(client.isOpen()).isTrue();
    }
  }

  /// More than these are not even opened: QUIC's own count (RFC 9000 section 4.6).
  @Test
  void tellsHowManyStreamsThereMayBe() {
    ServerLimits five = ServerLimits.DEFAULT.withStreams(5);
    try (var server = H3TestServer.start(_ -> {}, listen -> listen.withLimits(five));
        var client = QuicClient.connect(server.port())) {
      for (int i = 0; i < 5; i++) {
        Await.until("one more is allowed", client::mayOpen);
        client.open().sendLast(H3Bytes.get("/"));
      }
      Await.until("no more is allowed", () -> !client.mayOpen());
    }
  }
}
