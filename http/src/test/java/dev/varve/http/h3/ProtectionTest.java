package dev.varve.http.h3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.http.Body;
import dev.varve.http.EchoHandler;
import dev.varve.http.Exchange;
import dev.varve.http.FieldName;
import dev.varve.http.Handler;
import dev.varve.http.ServerLimits;
import dev.varve.http.h3.H3Options.Retry;
import dev.varve.http.h3.QuicClient.Terms;
import dev.varve.http.net.Loops;
import dev.varve.testkit.Await;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.quic.QuicSslContext;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// What strangers on the network cannot do: security R11, RFC 9000 sections 8 and 9, RFC 8470.
class ProtectionTest {
  private static final int RETRY_PACKET = 0xf0;

  private static String get(QuicClient client) {
    return H3Bytes.text(client.open().sendLast(H3Bytes.get("/")).awaitEnd().received());
  }

  private static boolean isRetry(int first) {
    return (first & RETRY_PACKET) == RETRY_PACKET;
  }

  private static H3TestServer serverWith(H3Options options) {
    return H3TestServer.start(new EchoHandler(), listen -> listen.withH3(options));
  }

  @Test
  void asksForProofOfTheAddressWhenToldTo() throws IOException {
    try (var server = serverWith(H3Options.DEFAULT.withRetry(Retry.ALWAYS));
        var relay = new UdpRelay(server.port());
        var client = QuicClient.connect(relay.port())) {
      assertThat(get(client)).endsWith("DATA GET / [] {}\n");
      assertThat(isRetry(relay.fromServer().getFirst())).isTrue();
    }
  }

  @Test
  void asksForProofOfTheAddressUnderLoadOnly() throws IOException {
    ServerLimits few = ServerLimits.DEFAULT.withConnections(4, 4);
    try (var server = H3TestServer.start(new EchoHandler(), listen -> listen.withLimits(few));
        var relay = new UdpRelay(server.port())) {
      try (var client = QuicClient.connect(relay.port())) {
        assertThat(get(client)).endsWith("DATA GET / [] {}\n");
        assertThat(relay.fromServer()).noneMatch(ProtectionTest::isRetry);
      }
      relay.fromServer().clear();
      Await.until("the first has gone", () -> server.listener().connections() == 0);
      var others = new ArrayList<Socket>();
      try {
        for (int i = 0; i < 3; i++) {
          others.add(new Socket(InetAddress.getLoopbackAddress(), server.port()));
        }
        Await.until("the others are there", () -> server.listener().connections() == 3);
        try (var client = QuicClient.connect(relay.port())) {
          assertThat(get(client)).endsWith("DATA GET / [] {}\n");
          assertThat(isRetry(relay.fromServer().getFirst())).isTrue();
        }
      } finally {
        for (Socket each : others) {
          each.close();
        }
      }
    }
  }

  /// RFC 9000 section 8.1: at most three times what came, though the certificates are longer, and
  /// though the client stays silent until everything is sent again.
  @Test
  void sendsStrangersAtMostThreeTimesWhatTheySent() throws IOException {
    try (var server = H3TestServer.start(new EchoHandler());
        var stranger = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      server.tls().replace(List.of(H3TestServer.certificate("long")));
      byte[] initial = QuicClient.initial();
      stranger.send(
          new DatagramPacket(
              initial, initial.length, InetAddress.getLoopbackAddress(), server.port()));
      int got = received(stranger, 1_300);
      assertThat(got).isBetween(initial.length, 3 * initial.length);
    }
  }

  private static int received(DatagramSocket socket, int millis) throws IOException {
    int octets = 0;
    long end = System.nanoTime() + millis * 1_000_000L;
    var packet = new DatagramPacket(new byte[65_535], 65_535);
    for (long left = millis; left > 0; left = (end - System.nanoTime()) / 1_000_000) {
      socket.setSoTimeout((int) left);
      try {
        socket.receive(packet);
        octets += packet.getLength();
      } catch (SocketTimeoutException _) {
        return octets;
      }
    }
    return octets;
  }

  @Test
  void takesOnlyItsOwnFreshTokensFromTheRightAddress() {
    var now = new AtomicLong(1_000_000);
    var tokens = new RetryTokens(new byte[32], () -> true, now::get, 10_000);
    var address = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 4433);
    ByteBuf id = Unpooled.wrappedBuffer(new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
    ByteBuf token = Unpooled.buffer();
    tokens.writeToken(token, id, address);

    int at = tokens.validateToken(token, address);
    assertThat(token.slice(at, token.readableBytes() - at)).isEqualTo(id);
    assertThat(tokens.validateToken(token, new InetSocketAddress(address.getAddress(), 1)))
        .isEqualTo(-1);
    assertThat(
            tokens.validateToken(
                token, new InetSocketAddress(InetAddress.ofLiteral("192.0.2.2"), 4433)))
        .isEqualTo(-1);
    var others = new RetryTokens(new byte[] {1}, () -> true, now::get, 10_000);
    assertThat(others.validateToken(token, address)).isEqualTo(-1);
    for (int i = 0; i < token.readableBytes(); i++) {
      ByteBuf bent = token.copy();
      bent.setByte(i, bent.getByte(i) ^ 1);
      assertThat(tokens.validateToken(bent, address)).isEqualTo(-1);
      assertThat(tokens.validateToken(token.slice(0, i), address)).isEqualTo(-1);
    }
    now.addAndGet(10_001);
    assertThat(tokens.validateToken(token, address)).isEqualTo(-1);
  }

  @Test
  void namesTheLoopInIdsForItsOwnEyesOnly() {
    var ids = new ConnectionIds();
    Set<Integer> firsts = new HashSet<>();
    for (int loop = 0; loop < 200; loop++) {
      ByteBuf id = Unpooled.wrappedBuffer(ids.of(loop % 4).newId(20));
      assertThat(ids.loop(id)).isEqualTo(loop % 4);
      firsts.add(id.getUnsignedShort(0));
    }
    assertThat(firsts).hasSizeGreaterThan(150);
  }

  /// RFC 9000 section 9: the kernel gives packets from a new address to any of the sockets.
  @Test
  void goesOnWithAClientWhoseAddressChanges() throws IOException {
    Set<Object> seen = ConcurrentHashMap.newKeySet();
    Handler handler =
        exchange -> {
          seen.add(exchange.peer().remote());
          exchange.respond(exchange.response(), Body.of("hello"));
        };
    try (var server = H3TestServer.start(4, Loops.best(), handler, listen -> listen)) {
      for (int i = 0; i < 4; i++) {
        seen.clear();
        try (var relay = new UdpRelay(server.port());
            var client = QuicClient.connect(relay.port())) {
          assertThat(get(client)).endsWith("DATA hello\n");
          relay.rebind();
          assertThat(get(client)).endsWith("DATA hello\n");
          Await.until(
              "the new address is believed",
              () -> get(client).endsWith("DATA hello\n") && seen.size() == 2);
        }
      }
    }
  }

  /// Connects twice; the second time asks before the handshake is over.
  private static String early(H3TestServer server, byte[] request) {
    QuicSslContext kept = QuicClient.context(Terms.DEFAULT);
    Terms terms = Terms.DEFAULT.withContext(kept);
    try (var client = QuicClient.connect(server.port(), terms)) {
      assertThat(get(client)).contains(":status: 200");
    }
    var stream = new AtomicReference<QuicClient.Stream>();
    var wasEarly = new AtomicBoolean();
    try (var client =
        QuicClient.resume(
            server.port(),
            terms,
            (_, channel) -> {
              // In a packet of its own behind the hello.
              wasEarly.set(true);
              channel
                  .eventLoop()
                  .execute(() ->
                      QuicClient.openNow(channel, opened -> stream.set(opened.sendLast(request))));
            })) {
      if (!wasEarly.get()) {
        return "not early; " + client.isOpen();
      }
      Await.until("the request was sent", () -> stream.get() != null);
      return H3Bytes.text(stream.get().awaitEnd().received());
    }
  }

  private static void tellEarly(Exchange exchange) {
    String told = exchange.request().fields().value(FieldName.of("early-data"));
    exchange.respond(exchange.response(), Body.of("early-data " + told));
  }

  @Test
  void answersSafeRequestsInEarlyDataAndMarksThem() {
    try (var server =
        H3TestServer.start(
            ProtectionTest::tellEarly,
            listen -> listen.withH3(H3Options.DEFAULT.withEarlyData(true)))) {
      assertThat(early(server, H3Bytes.get("/"))).endsWith("DATA early-data 1\n");
    }
  }

  /// RFC 8470 section 5.2.
  @Test
  void answers425ToOtherRequestsInEarlyData() {
    var echo = new EchoHandler();
    try (var server =
        H3TestServer.start(echo, listen -> listen.withH3(H3Options.DEFAULT.withEarlyData(true)))) {
      byte[] post = H3Bytes.join(H3Bytes.request("POST", "/x"), H3Bytes.data("a"));
      byte[] length = H3Bytes.request("GET", "/x", "content-length", "1");
      assertThat(early(server, post)).startsWith("HEADERS :status: 425; ");
      assertThat(early(server, length)).startsWith("HEADERS :status: 425; ");
      assertThat(echo.asked).containsOnly("GET /");
    }
  }

  @Test
  void takesNoEarlyDataUnlessAllowed() {
    try (var server = serverWith(H3Options.DEFAULT)) {
      assertThat(early(server, H3Bytes.get("/x"))).isEqualTo("not early; true");
    }
  }

  @Test
  void showsTheCertificateOfTheNameAndTheNewestOne() {
    try (var server = serverWith(H3Options.DEFAULT)) {
      connectAndGet(server, "one.test");
      connectAndGet(server, "a.wild.test");
      server.tls().replace(List.of(H3TestServer.certificate("wild")));
      connectAndGet(server, "b.wild.test");
      assertThatThrownBy(() -> connectAndGet(server, "one.test"))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  private static void connectAndGet(H3TestServer server, String name) {
    try (var client = QuicClient.connect(server.port(), Terms.DEFAULT.withServerName(name))) {
      assertThat(get(client)).contains(":status: 200");
    }
  }

  @Test
  void speaksNoOtherProtocol() {
    try (var server = serverWith(H3Options.DEFAULT)) {
      assertThatThrownBy(
              () -> QuicClient.connect(server.port(), Terms.DEFAULT.withAlpn("hq")).close())
          .isInstanceOf(IllegalStateException.class);
    }
  }

  /// CONNECTION_REFUSED comes with the last message of the handshake, or a moment later.
  private static boolean isTurnedAway(H3TestServer server) {
    try (var client = QuicClient.connect(server.port())) {
      return client.closeCode() == 0x02 && !client.isClosedByHttp();
    } catch (IllegalStateException refused) {
      return true;
    }
  }

  @Test
  void refusesConnectionsBeyondTheLimit() {
    ServerLimits one = ServerLimits.DEFAULT.withConnections(10, 1);
    try (var server = H3TestServer.start(new EchoHandler(), listen -> listen.withLimits(one));
        var client = QuicClient.connect(server.port())) {
      assertThat(get(client)).contains(":status: 200");
      assertThat(isTurnedAway(server)).isTrue();
      // The client may hear of it before the server has counted it out.
      Await.until("the second is counted out", () -> server.listener().connections() == 1);
    }
  }
}
