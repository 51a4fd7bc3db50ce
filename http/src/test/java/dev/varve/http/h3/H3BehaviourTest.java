package dev.varve.http.h3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.base.Failure;
import dev.varve.http.Body;
import dev.varve.http.BodyFailure;
import dev.varve.http.BodyReader;
import dev.varve.http.EchoHandler;
import dev.varve.http.Ending;
import dev.varve.http.Exchange;
import dev.varve.http.Fields;
import dev.varve.http.Handler;
import dev.varve.http.HttpCode;
import dev.varve.http.Response;
import dev.varve.http.ServerLimits;
import dev.varve.http.ServerTimeouts;
import dev.varve.http.h3.QuicClient.Terms;
import dev.varve.testkit.Await;
import dev.varve.testkit.Ports;
import dev.varve.testkit.TestCertificates;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Limits, back-pressure and endings of HTTP/3, from the outside.
class H3BehaviourTest {
  private static final byte[] CONNECT =
      H3Bytes.headers(
          ":method",
          "CONNECT",
          ":protocol",
          "websocket",
          ":scheme",
          "https",
          ":authority",
          "one.test",
          ":path",
          "/chat");

  private final BlockingQueue<Exchange> asked = new LinkedBlockingQueue<>();

  private static String ask(QuicClient client, byte[]... octets) {
    return H3Bytes.text(client.open().sendLast(octets).awaitEnd().received());
  }

  private Exchange next() throws InterruptedException {
    Exchange exchange = asked.poll(20, TimeUnit.SECONDS);
    assertThat(exchange).isNotNull();
    return exchange;
  }

  private static String statusOf(byte[]... octets) {
    try (var server =
            H3TestServer.start(
                new EchoHandler(),
                listen ->
                    listen.withLimits(
                        ServerLimits.DEFAULT.withHead(2_000, 20).withTargetBytes(100)));
        var client = QuicClient.connect(server.port())) {
      String answer = ask(client, octets);
      assertThat(ask(client, H3Bytes.get("/"))).endsWith("DATA GET / [] {}\n");
      return answer.substring("HEADERS :status: ".length(), "HEADERS :status: ".length() + 3);
    }
  }

  @Test
  void answersWhatIsTooLarge() {
    assertThat(statusOf(H3Bytes.request("GET", "/", "a", "x".repeat(1_990)))).isEqualTo("431");
    assertThat(statusOf(H3Bytes.request("GET", "/", "a", "x".repeat(9_000)))).isEqualTo("431");
    String[] many = new String[40];
    Arrays.fill(many, "a");
    assertThat(statusOf(H3Bytes.request("GET", "/", many))).isEqualTo("431");
    assertThat(statusOf(H3Bytes.get("/" + "x".repeat(100)))).isEqualTo("414");
    assertThat(statusOf(H3Bytes.request("POST", "/", "expect", "magic"))).isEqualTo("417");
  }

  @Test
  void refusesBodiesBeyondTheLimit() {
    Handler handler =
        exchange -> {
          exchange.bodyLimit(10);
          exchange.body().read(new Answering(exchange));
        };
    try (var server = H3TestServer.start(handler);
        var client = QuicClient.connect(server.port())) {
      byte[] head = H3Bytes.request("POST", "/");
      assertThat(ask(client, head, H3Bytes.data("0123456789"))).contains(":status: 200");
      assertThat(ask(client, head, H3Bytes.data("0123456789a"))).contains(":status: 413");
      byte[] said = H3Bytes.request("POST", "/", "content-length", "11");
      assertThat(ask(client, said, H3Bytes.data("0123456789a"))).contains(":status: 413");
    }
  }

  /// Answers 200 when the body is whole, else what its failure says.
  private record Answering(Exchange exchange) implements BodyReader {
    @Override
    public void data(ByteBuffer lent) {}

    @Override
    public void end(Fields trailers) {
      exchange.respond(exchange.response(), Body.of("taken"));
    }

    @Override
    public void failed(BodyFailure cause) {
      if (!exchange.answered()) {
        exchange.respond(Response.of(cause.kind().status()), Body.empty());
      }
    }
  }

  @Test
  void asksForABodyThatWaits() {
    try (var server = H3TestServer.start(new EchoHandler());
        var client = QuicClient.connect(server.port())) {
      QuicClient.Stream stream =
          client.open().send(H3Bytes.request("POST", "/", "expect", "100-continue"));
      Await.until("100 came", () -> stream.receivedCount() > 0);
      assertThat(H3Bytes.text(stream.received())).isEqualTo("HEADERS :status: 100; \n");
      stream.sendLast(H3Bytes.data("a")).awaitEnd();
      assertThat(H3Bytes.text(stream.received())).endsWith("DATA POST / [a] {}\n");
    }
  }

  /// RFC 9220: both sides of the stream carry raw octets.
  @Test
  void opensTunnels() {
    Handler handler = exchange -> exchange.tunnel(exchange.response(), exchange.body());
    try (var server = H3TestServer.start(handler);
        var client = QuicClient.connect(server.port())) {
      QuicClient.Stream stream = client.open().send(CONNECT, H3Bytes.data("ping"));
      Await.until("the octets came back", () -> H3Bytes.text(stream.received()).contains("ping"));
      stream.sendLast(H3Bytes.data("pong")).awaitEnd();
      String answer = H3Bytes.text(stream.received());
      assertThat(answer).startsWith("HEADERS :status: 200; date: ").endsWith("DATA pong\n");
    }
  }

  /// The end of a stream must not get lost when it leaves behind octets that were acknowledged.
  @Test
  void endsEveryTunnel() {
    Handler handler = exchange -> exchange.tunnel(exchange.response(), exchange.body());
    try (var server = H3TestServer.start(handler);
        var client = QuicClient.connect(server.port())) {
      for (int i = 0; i < 100; i++) {
        QuicClient.Stream stream = client.open().send(CONNECT);
        stream.send(H3Bytes.data("ping"));
        Await.until("the octets came back", () -> H3Bytes.text(stream.received()).contains("ping"));
        stream.sendLast(H3Bytes.data("pong")).awaitEnd();
      }
    }
  }

  @Test
  void tellsTheHandlerThatItsAnswerIsComplete() throws Exception {
    var endings = new LinkedBlockingQueue<Ending>();
    Handler handler =
        exchange -> {
          exchange.onEnd((_, ending) -> endings.add(ending));
          exchange.respond(exchange.response(), Body.of("done"));
        };
    try (var server = H3TestServer.start(handler);
        var client = QuicClient.connect(server.port())) {
      ask(client, H3Bytes.get("/"));
      client.open().sendLast(H3Bytes.request("HEAD", "/")).awaitEnd();
      client.open().send(H3Bytes.request("POST", "/"), H3Bytes.data("a")).awaitEnd();
      for (int i = 0; i < 3; i++) {
        assertThat(endings.poll(20, TimeUnit.SECONDS)).isEqualTo(Ending.COMPLETE);
      }
    }
  }

  /// A request that ends with its head has no body, and upstreams are told so.
  @Test
  void knowsTheLengthOfABodyThatThereIsNot() {
    Handler handler =
        exchange ->
            exchange.respond(
                exchange.response(), Body.of(String.valueOf(exchange.body().length())));
    try (var server = H3TestServer.start(handler);
        var client = QuicClient.connect(server.port())) {
      assertThat(H3Bytes.text(client.open().sendLast(H3Bytes.get("/")).awaitEnd().received()))
          .endsWith("DATA 0\n");
      assertThat(ask(client, H3Bytes.request("GET", "/", "content-length", "0")))
          .endsWith("DATA 0\n");
      assertThat(ask(client, H3Bytes.request("POST", "/"), H3Bytes.data("x")))
          .endsWith("DATA -1\n");
    }
  }

  /// A body of any length, counted as it is given.
  private static final class Counted implements Body {
    private final long length;
    private final AtomicLong given = new AtomicLong();
    private final ByteBuffer piece = ByteBuffer.allocateDirect(16 * 1024);
    private @Nullable BodyReader reader;
    private boolean paused;
    private boolean pushing;

    Counted(long length) {
      this.length = length;
    }

    @Override
    public long length() {
      return length;
    }

    @Override
    public void read(BodyReader to) {
      reader = to;
      push();
    }

    private void push() {
      if (pushing) {
        return;
      }
      pushing = true;
      while (reader != null && !paused && given.get() < length) {
        given.addAndGet(piece.capacity());
        reader.data(piece.clear());
      }
      pushing = false;
      BodyReader to = reader;
      if (to != null && given.get() == length) {
        reader = null;
        to.end(new Fields());
      }
    }

    @Override
    public void pause() {
      paused = true;
    }

    @Override
    public void resume() {
      paused = false;
      push();
    }

    @Override
    public void cancel() {
      reader = null;
    }

    @Override
    public long count() {
      return given.get();
    }
  }

  @Test
  void holdsTheSourceUpWhenTheClientDoesNotRead() {
    var body = new Counted(8 << 20);
    Handler handler = exchange -> exchange.respond(exchange.response(), body);
    try (var server = H3TestServer.start(handler);
        var client = QuicClient.connect(server.port(), Terms.DEFAULT.withWindow(64 * 1024))) {
      QuicClient.Stream stream = client.open().autoRead(false);
      stream.sendLast(H3Bytes.get("/"));
      var before = new AtomicLong(-1);
      Await.until("the source stands still", () -> stands(body, before));
      assertThat(body.count()).isLessThan(512 * 1024);
      stream.autoRead(true).awaitEnd();
      assertThat(stream.receivedCount()).isGreaterThan(8 << 20);
    }
  }

  /// Whether nothing was given in a tenth of a second.
  private static boolean stands(Counted body, AtomicLong before) {
    before.set(body.count());
    return before.get() > 0
        && !Await.within(Duration.ofMillis(100), () -> body.count() != before.get());
  }

  @Test
  void holdsTheClientUpWhenTheBodyIsNotRead() throws Exception {
    try (var server =
            H3TestServer.start(
                asked::add,
                listen -> listen.withLimits(ServerLimits.DEFAULT.withBodyBytes(8 << 20)));
        var client = QuicClient.connect(server.port())) {
      QuicClient.Stream stream = client.open().send(H3Bytes.request("POST", "/"));
      byte[] piece = H3Bytes.data("x".repeat(16_000));
      for (int i = 0; i < 200; i++) {
        stream.send(piece);
      }
      stream.sendLast(H3Bytes.data(""));
      Exchange exchange = next();
      Await.until("the client is held up", () -> !stream.isWritable());
      assertThat(exchange.bytesIn()).isLessThan(64 * 1024);
      exchange.loop().execute(() -> exchange.body().read(new Answering(exchange)));
      assertThat(H3Bytes.text(stream.awaitEnd().received())).endsWith("DATA taken\n");
    }
  }

  @Test
  void tellsTheHandlerWhenTheClientGoes() throws Exception {
    var ended = new CompletableFuture<Ending>();
    Handler handler =
        exchange -> {
          exchange.onEnd((_, ending) -> ended.complete(ending));
          exchange.respond(exchange.response(), new Counted(64 << 20));
        };
    try (var server = H3TestServer.start(handler);
        var client = QuicClient.connect(server.port())) {
      QuicClient.Stream stream = client.open().sendLast(H3Bytes.get("/"));
      Await.until("the answer began", () -> stream.receivedCount() > 0);
      client.leave();
      assertThat(ended.get(20, TimeUnit.SECONDS)).isEqualTo(Ending.CLIENT_GONE);
    }
  }

  /// security R1: work in flight stays bounded though its streams are gone.
  @Test
  void countsHandlersOfStreamsThatWereReset() throws Exception {
    try (var server =
            H3TestServer.start(
                asked::add, listen -> listen.withLimits(ServerLimits.DEFAULT.withStreams(4)));
        var client = QuicClient.connect(server.port())) {
      for (int i = 0; i < 4; i++) {
        Await.until("a stream is allowed", client::mayOpen);
        QuicClient.Stream stream = client.open().send(H3Bytes.request("POST", "/"));
        next();
        stream.reset(0x10c);
      }
      Await.until("a stream is allowed", client::mayOpen);
      assertThat(client.open().sendLast(H3Bytes.get("/")).resetCode()).isEqualTo(0x10b);
    }
  }

  @Test
  void boundsTheTimeOfHeadsHandlersAndIdling() {
    ServerTimeouts quick =
        ServerTimeouts.DEFAULT
            .withHead(Duration.ofMillis(50))
            .withHandler(Duration.ofMillis(50))
            .withBody(Duration.ofMillis(50), 1_000);
    try (var server = H3TestServer.start(_ -> {}, listen -> listen.withTimeouts(quick));
        var client = QuicClient.connect(server.port())) {
      QuicClient.Stream head = client.open().send(H3Bytes.hex("01 20 00"));
      QuicClient.Stream handler = client.open().sendLast(H3Bytes.get("/"));
      assertThat(head.resetCode()).isEqualTo(0x10d);
      assertThat(H3Bytes.text(handler.awaitEnd().received())).startsWith("HEADERS :status: 503");
    }
    try (var server =
            H3TestServer.start(
                new EchoHandler(),
                listen -> listen.withTimeouts(quick.withHandler(Duration.ofSeconds(9))));
        var client = QuicClient.connect(server.port())) {
      QuicClient.Stream slow = client.open().send(H3Bytes.request("POST", "/"));
      assertThat(H3Bytes.text(slow.awaitEnd().received())).startsWith("HEADERS :status: 408");
    }
    ServerTimeouts idle = ServerTimeouts.DEFAULT.withIdle(Duration.ofMillis(50));
    try (var server = H3TestServer.start(_ -> {}, listen -> listen.withTimeouts(idle));
        var client = QuicClient.connect(server.port())) {
      assertThat(client.closeCode()).isEqualTo(0x100);
    }
  }

  /// RFC 9114 section 5.2.
  @Test
  void drainsWithGoAway() throws Exception {
    try (var server = H3TestServer.start(asked::add);
        var client = QuicClient.connect(server.port())) {
      QuicClient.Stream busy = client.open().sendLast(H3Bytes.get("/"));
      Exchange inFlight = next();
      var drained = CompletableFuture.supplyAsync(() -> drain(server));
      Await.until("GOAWAY came", () -> goAways(client).contains("FRAME 7 04"));
      assertThat(client.open().sendLast(H3Bytes.get("/late")).resetCode()).isEqualTo(0x10b);
      inFlight.loop().execute(() -> inFlight.respond(inFlight.response(), Body.of("done")));
      assertThat(H3Bytes.text(busy.awaitEnd().received())).endsWith("DATA done\n");
      assertThat(drained.get(20, TimeUnit.SECONDS)).isTrue();
      assertThat(client.closeCode()).isEqualTo(0x100);
    }
  }

  private static String goAways(QuicClient client) {
    byte[] control = client.fromServer().getFirst().received();
    return H3Bytes.text(Arrays.copyOfRange(control, 1, control.length));
  }

  private static boolean drain(H3TestServer server) {
    try {
      return server.server().drain(Duration.ofSeconds(5));
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  @Test
  void saysWhoseUdpPortIsTaken() throws IOException {
    int port = Ports.free();
    var loopback = InetAddress.getLoopbackAddress();
    try (var other = new DatagramSocket(port, loopback)) {
      assertThat(other.isBound()).isTrue();
      assertThatThrownBy(() ->
              H3TestServer.start(
                      _ -> {}, listen -> listen.withAddress(new InetSocketAddress(loopback, port)))
                  .close())
          .isInstanceOfSatisfying(
              Failure.class,
              failure -> {
                assertThat(failure.problems().getFirst().code()).isEqualTo(HttpCode.PORT_BUSY);
                assertThat(failure.getMessage()).contains("udp 127.0.0.1:" + port);
              });
    }
  }

  /// RFC 7838: clients learn of HTTP/3 by the answers over TCP.
  @Test
  void isAdvertisedOverTcp() throws Exception {
    try (var server =
            H3TestServer.start(exchange -> exchange.respond(exchange.response(), Body.of("x")));
        var client = HttpClient.newBuilder().sslContext(trusting()).build()) {
      for (var version : HttpClient.Version.values()) {
        if (version.name().equals("HTTP_3")) {
          continue;
        }
        HttpResponse<String> answer =
            client.send(
                HttpRequest.newBuilder(URI.create("https://localhost:" + server.port() + "/"))
                    .version(version)
                    .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.version()).isEqualTo(version);
        assertThat(answer.headers().allValues("alt-svc"))
            .containsExactly("h3=\":" + server.port() + "\"; ma=86400");
      }
    }
  }

  private static SSLContext trusting() throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    try (var in = Files.newInputStream(TestCertificates.certificate("authority"))) {
      trusted.setCertificateEntry(
          "authority", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }
}
