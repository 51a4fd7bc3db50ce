package dev.varve.http.h1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.http.Body;
import dev.varve.http.BodyFailure;
import dev.varve.http.BodyInput;
import dev.varve.http.BodyOutput;
import dev.varve.http.BodyReader;
import dev.varve.http.EchoHandler;
import dev.varve.http.Ending;
import dev.varve.http.Exchange;
import dev.varve.http.FieldName;
import dev.varve.http.Fields;
import dev.varve.http.Handler;
import dev.varve.http.ServerLimits;
import dev.varve.http.ServerTimeouts;
import dev.varve.http.TestServer;
import dev.varve.http.net.Loops;
import dev.varve.http.net.OpenFile;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ServerBehaviourTest {
  private static final Duration SHORT = Duration.ofMillis(200);
  private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n";
  private static final String LAST = GET + "Connection: close\r\n\r\n";

  private static Handler answering(String text) {
    return exchange -> exchange.respond(exchange.response(), Body.of(text));
  }

  @Test
  void answersHeadWithTheFieldsOfGetAndNoBody() {
    try (var server = TestServer.start(answering("abc"))) {
      assertThat(server.talk("HEAD / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"))
          .contains("content-length: 3\r\n")
          .endsWith("\r\n\r\n");
    }
  }

  @Test
  void sendsNoBodyWith204And304() {
    Handler handler =
        exchange ->
            exchange.respond(
                exchange.response().status(exchange.request().target().equals("/a") ? 204 : 304),
                Body.of("abc"));
    try (var server = TestServer.start(handler)) {
      String answer = server.talk("GET /a HTTP/1.1\r\nHost: h\r\n\r\n" + LAST);
      assertThat(answer).contains("204 No Content").contains("304 Not Modified");
      assertThat(answer).doesNotContain("abc").doesNotContain("content-length");
    }
  }

  @Test
  void closesForHttp10UnlessAskedToKeep() {
    try (var server = TestServer.start(answering("abc"))) {
      assertThat(server.talk("GET / HTTP/1.0\r\n\r\n")).contains("connection: close\r\n");
      assertThat(server.talk("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n" + LAST))
          .contains("connection: keep-alive\r\n");
    }
  }

  @Test
  void sendsBodiesOfUnknownLengthInChunksOrToTheEnd() {
    Handler handler =
        exchange -> {
          var out = new BodyOutput(exchange.loop(), -1, 1024);
          exchange.respond(exchange.response(), out.body());
          Thread.ofVirtual().start(() -> writeAndClose(out, "abc"));
        };
    try (var server = TestServer.start(handler)) {
      assertThat(server.talk(LAST))
          .contains("transfer-encoding: chunked\r\n")
          .endsWith("\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
      assertThat(server.talk("GET / HTTP/1.0\r\n\r\n"))
          .doesNotContain("transfer-encoding")
          .endsWith("\r\n\r\nabc");
    }
  }

  private static void writeAndClose(BodyOutput out, String text) {
    try (out) {
      out.write(text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
    } catch (IOException cause) {
      throw new java.io.UncheckedIOException(cause);
    }
  }

  @Test
  void givesBodiesToVirtualThreads() {
    Handler handler =
        exchange ->
            Thread.ofVirtual()
                .start(() -> {
                  long sum = 0;
                  try (var in = new BodyInput(exchange.loop(), exchange.body(), 4096)) {
                    sum = in.readAllBytes().length;
                  } catch (IOException cause) {
                    sum = -1;
                  }
                  String answer = "sum " + sum;
                  exchange
                      .loop()
                      .execute(() -> exchange.respond(exchange.response(), Body.of(answer)));
                });
    try (var server = TestServer.start(handler)) {
      String body = "x".repeat(300_000);
      String head =
          "POST / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 300000\r\n\r\n";
      assertThat(server.talk(head + body)).endsWith("sum 300000");
    }
  }

  @Test
  void asksForTheBodyOnlyWhenItIsRead() throws Exception {
    try (var server = TestServer.start(new EchoHandler());
        Socket socket = server.connect()) {
      TestServer.write(
          socket,
          "POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
      assertThat(TestServer.readUntil(socket, "\r\n\r\n"))
          .isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
      TestServer.write(socket, "abc" + LAST);
      assertThat(TestServer.readAll(socket)).contains("POST / [abc] {}").endsWith("GET / [] {}");
    }
  }

  @Test
  void closesWhenAnAnnouncedBodyWasNeverAskedFor() {
    try (var server = TestServer.start(answering("no"))) {
      String post =
          "POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n";
      assertThat(server.talk(post)).containsOnlyOnce("HTTP/1.1 ").contains("connection: close");
    }
  }

  @Test
  void readsUnwantedBodiesToTheirEndOrCloses() {
    try (var server = TestServer.start(answering("no"))) {
      String small = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc";
      assertThat(server.talk(small + LAST).split("HTTP/1.1 200")).hasSize(3);
      String chunks =
          "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
      assertThat(server.talk(chunks + LAST).split("HTTP/1.1 200")).hasSize(3);
      String large = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000\r\n\r\n";
      assertThat(server.talk(large + LAST))
          .containsOnlyOnce("HTTP/1.1 ")
          .contains("connection: close");
    }
  }

  @Test
  void answersPipelinedRequestsInOrderThoughLaterOnesAreReadyFirst() {
    Handler handler =
        exchange -> {
          String target = exchange.request().target();
          if (target.equals("/slow")) {
            exchange
                .loop()
                .after(SHORT, () -> exchange.respond(exchange.response(), Body.of("slow")));
          } else {
            exchange.respond(exchange.response(), Body.of("fast"));
          }
        };
    try (var server = TestServer.start(handler)) {
      String answer = server.talk("GET /slow HTTP/1.1\r\nHost: h\r\n\r\n" + GET + "\r\n" + LAST);
      assertThat(answer).containsSubsequence("slow", "fast", "fast");
    }
  }

  @Test
  void sendsEarlyHints() {
    Handler handler =
        exchange -> {
          exchange.inform(103, Fields.of("link", "</a.css>; rel=preload"));
          exchange.respond(exchange.response(), Body.of("x"));
        };
    try (var server = TestServer.start(handler)) {
      assertThat(server.talk(LAST))
          .startsWith(
              "HTTP/1.1 103 Early Hints\r\nlink: </a.css>; rel=preload\r\n\r\nHTTP/1.1 200 OK");
      assertThat(server.talk("GET / HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 200 OK");
    }
  }

  @Test
  void replacesFramingFieldsOfHandlers() {
    Handler handler =
        exchange -> {
          exchange
              .response()
              .field(FieldName.CONTENT_LENGTH, "99")
              .field(FieldName.TRANSFER_ENCODING, "chunked")
              .field(FieldName.CONNECTION, "x");
          exchange.respond(exchange.response(), Body.of("abc"));
        };
    try (var server = TestServer.start(handler)) {
      assertThat(server.talk(LAST))
          .containsOnlyOnce("content-length: 3\r\n")
          .containsOnlyOnce("connection: close\r\n")
          .doesNotContain("chunked")
          .doesNotContain("99");
    }
  }

  @Test
  void saysThatItClosesWhenAHandlerAnswersABrokenBody() {
    Handler handler =
        exchange ->
            exchange
                .body()
                .read(
                    new BodyReader() {
                      @Override
                      public void data(ByteBuffer lent) {}

                      @Override
                      public void end(Fields trailers) {}

                      @Override
                      public void failed(BodyFailure cause) {
                        int status = cause.kind().status();
                        exchange.respond(exchange.response().status(status), Body.of("own"));
                      }
                    });
    try (var server = TestServer.start(handler)) {
      String post = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
      assertThat(server.talk(post + "x\r\n" + LAST))
          .startsWith("HTTP/1.1 400 ")
          .containsOnlyOnce("HTTP/1.1 ")
          .contains("connection: close\r\n")
          .endsWith("own");
    }
  }

  @Test
  void refusesAnswersFromOtherThreads() throws Exception {
    BlockingQueue<Exchange> asked = new LinkedBlockingQueue<>();
    try (var server = TestServer.start(asked::add);
        Socket socket = server.connect()) {
      TestServer.write(socket, LAST);
      Exchange exchange = asked.poll(20, TimeUnit.SECONDS);
      assertThatThrownBy(() -> exchange.respond(exchange.response(), Body.empty()))
          .isInstanceOf(IllegalStateException.class);
      exchange.loop().execute(() -> exchange.respond(exchange.response(), Body.of("x")));
      assertThat(TestServer.readAll(socket)).endsWith("x");
    }
  }

  @Test
  void answers500ForAHandlerThatThrows() {
    Handler handler =
        exchange -> {
          throw new IllegalArgumentException("planted");
        };
    try (var server = TestServer.start(handler)) {
      assertThat(server.talk(GET + "\r\n")).startsWith("HTTP/1.1 500 ").doesNotContain("planted");
    }
  }

  @ParameterizedTest
  @EnumSource(Loops.Kind.class)
  void switchesToATunnel(Loops.Kind kind) throws Exception {
    Handler handler = exchange -> exchange.tunnel(exchange.response(), exchange.body());
    try (var server = TestServer.start(kind, handler);
        Socket socket = server.connect()) {
      TestServer.write(socket, GET + "Connection: Upgrade\r\nUpgrade: websocket\r\n\r\nearly");
      assertThat(TestServer.readUntil(socket, "early"))
          .startsWith("HTTP/1.1 101 Switching Protocols\r\n")
          .contains("connection: upgrade\r\nupgrade: websocket\r\n");
      TestServer.write(socket, "ping");
      assertThat(TestServer.readUntil(socket, "ping")).isEqualTo("ping");
      socket.shutdownOutput();
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @EnumSource(Loops.Kind.class)
  void sendsFiles(Loops.Kind kind, @TempDir Path directory) throws Exception {
    Path file = directory.resolve("f");
    String text = "0123456789".repeat(50_000);
    Files.writeString(file, text);
    try (var open = OpenFile.of(FileChannel.open(file))) {
      Handler handler =
          exchange ->
              exchange.respond(
                  exchange.response(), Body.file(exchange.loop(), open, 3, text.length() - 3));
      try (var server = TestServer.start(kind, handler)) {
        assertThat(server.talk(LAST)).endsWith("\r\n\r\n" + text.substring(3));
      }
    }
  }

  @Test
  void tellsWhenAnExchangeEnds() throws Exception {
    BlockingQueue<String> ended = new LinkedBlockingQueue<>();
    Handler handler =
        exchange -> {
          exchange.onEnd(
              (over, ending) -> ended.add(ending + " " + over.status() + " " + over.bytesIn()));
          if (exchange.request().target().equals("/")) {
            exchange.respond(exchange.response(), Body.of("abc"));
          }
        };
    try (var server = TestServer.start(handler)) {
      server.talk(LAST);
      assertThat(ended.poll(20, TimeUnit.SECONDS)).isEqualTo("COMPLETE 200 " + LAST.length());
      try (Socket socket = server.connect()) {
        TestServer.write(socket, "GET /never HTTP/1.1\r\nHost: h\r\n\r\n");
        TestServer.write(socket, "");
      }
      assertThat(ended.poll(20, TimeUnit.SECONDS)).startsWith(Ending.CLIENT_GONE + " 0 ");
    }
  }

  @Test
  void boundsTheTimeOfHeadsBodiesHandlersAndIdling() throws Exception {
    var timeouts =
        ServerTimeouts.DEFAULT
            .withHead(SHORT)
            .withIdle(SHORT)
            .withBody(SHORT, 1000)
            .withHandler(SHORT);
    Handler handler =
        exchange -> {
          if (exchange.request().method().equals("POST")) {
            new EchoHandler().handle(exchange);
          }
        };
    try (var server =
        TestServer.start(Loops.best(), handler, options -> options.withTimeouts(timeouts))) {
      assertThat(server.talk("GET / HT")).startsWith("HTTP/1.1 408 ");
      assertThat(server.talk("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nabc"))
          .startsWith("HTTP/1.1 408 ");
      assertThat(server.talk(GET + "\r\n")).startsWith("HTTP/1.1 503 ");
      assertThat(server.talk("")).isEmpty();
    }
  }

  @Test
  void boundsTheTimeOfAHeadThoughBytesKeepComing() throws Exception {
    var timeouts = ServerTimeouts.DEFAULT.withHead(SHORT);
    try (var server =
            TestServer.start(
                Loops.best(), answering("x"), options -> options.withTimeouts(timeouts));
        Socket socket = server.connect()) {
      long begin = System.nanoTime();
      socket.setSoTimeout(20);
      String got = "";
      while (got.isEmpty() && System.nanoTime() - begin < 3_000_000_000L) {
        TestServer.write(socket, "G");
        try {
          got = "" + (char) socket.getInputStream().read();
        } catch (java.net.SocketTimeoutException _) {
          got = "";
        }
      }
      assertThat(got).isEqualTo("H");
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(1));
    }
  }

  /// Ending its side of a connection that the client has reset must not leave it counted.
  @Test
  void forgetsClientsThatReset() throws Exception {
    var timeouts = ServerTimeouts.DEFAULT.withHead(SHORT);
    try (var server =
        TestServer.start(Loops.best(), answering("x"), options -> options.withTimeouts(timeouts))) {
      for (int i = 0; i < 20; i++) {
        Socket socket = server.connect();
        TestServer.write(socket, i % 2 == 0 ? "GET / HT" : GET + "\r\n");
        socket.setSoLinger(true, 0);
        socket.close();
      }
      assertThat(server.server().drain(Duration.ofSeconds(2))).isTrue();
      assertThat(server.listener().connections()).isZero();
    }
  }

  @Test
  void refusesConnectionsBeyondTheLimits() throws Exception {
    var limits = ServerLimits.DEFAULT.withConnections(2, 1);
    try (var server =
            TestServer.start(Loops.best(), answering("x"), options -> options.withLimits(limits));
        Socket first = server.connect()) {
      TestServer.write(first, GET + "\r\n");
      TestServer.readUntil(first, "x");
      assertThat(server.talk(GET + "\r\n")).startsWith("HTTP/1.1 503 ").contains("too many");
      first.shutdownOutput();
      String answer = "";
      while (!answer.startsWith("HTTP/1.1 200")) {
        answer = server.talk(LAST);
      }
    }
  }
}
