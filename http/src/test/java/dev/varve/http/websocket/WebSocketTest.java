package dev.varve.http.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.http.Body;
import dev.varve.http.Request;
import dev.varve.http.client.ClientOptions;
import dev.varve.http.client.HttpClient;
import dev.varve.http.client.Origin;
import dev.varve.http.net.Loop;
import dev.varve.http.net.Loops;
import dev.varve.http.server.HttpServer;
import dev.varve.http.server.Listener;
import dev.varve.http.server.ListenerOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// WebSockets of ours at both ends of a connection.
class WebSocketTest {
  private final Loops loops = Loops.start(1);
  private final Loop loop = loops.next();
  private final HttpServer server = new HttpServer(loops);
  private final HttpClient client = new HttpClient(loop, ClientOptions.DEFAULT);
  private final Noting atServer = new Noting("server");
  private final Noting atClient = new Noting("client");
  private WebSocketOptions options = WebSocketOptions.DEFAULT;

  @AfterEach
  void stop() {
    loop.execute(client::close);
    server.close();
    loops.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void carriesMessagesBothWays(boolean compression) throws InterruptedException {
    options = options.withCompression(compression, 64);
    WebSocket socket = connect();
    for (String text : new String[] {"hello", "ü€😀", numbers(), ""}) {
      loop.execute(() -> assertThat(socket.text(text)).isTrue());
      assertThat(atServer.next()).isEqualTo("text " + text);
      assertThat(atClient.next()).isEqualTo("text " + text);
    }
    loop.execute(() -> socket.binary(ByteBuffer.wrap(new byte[70_000])));
    assertThat(atServer.next()).isEqualTo("binary 70000");
    loop.execute(() -> socket.close(CloseCode.NORMAL, "bye"));
    assertThat(atServer.next()).isEqualTo("closed 1000 bye");
    assertThat(atClient.next()).isEqualTo("closed 1000 bye");
  }

  @Test
  void closesForWhoSendsTooMuch() throws InterruptedException {
    options = options.withBounds(1_000, 1 << 20).withCompression(false, 1);
    WebSocket socket = connect();
    loop.execute(() -> socket.text("x".repeat(1_001)));
    assertThat(atServer.next()).startsWith("closed 1009");
    assertThat(atClient.next()).startsWith("closed 1009");
  }

  @Test
  void refusesToSendWhatThePeerDoesNotTake() throws InterruptedException {
    options = options.withBounds(1 << 20, 100_000).withCompression(false, 1);
    WebSocket socket = connect();
    var refused = new LinkedBlockingQueue<Integer>();
    loop.execute(() -> {
      int sent = 0;
      while (socket.text("x".repeat(10_000)) && sent < 10_000) {
        sent++;
      }
      refused.add(sent);
    });
    assertThat(refused.poll(20, TimeUnit.SECONDS)).isBetween(5, 2_000);
    assertThat(atClient.nextThat(line -> line.equals("drained"))).isEqualTo("drained");
  }

  @Test
  void noticesAPeerThatIsGone() throws InterruptedException {
    connect();
    loop.execute(client::close);
    assertThat(atServer.next()).startsWith("closed 1006");
  }

  @Test
  void pingsAPeerThatIsSilent() throws InterruptedException {
    options = options.withTimes(Duration.ofMillis(100), Duration.ofMillis(100));
    connect();
    // Both sides ask each other and get answers: nobody closes.
    assertThat(atServer.log.poll(900, TimeUnit.MILLISECONDS)).isNull();
  }

  @Test
  void tellsARefusedHandshake() throws InterruptedException {
    Listener listener =
        server.listen(
            ListenerOptions.onLoopback(0),
            exchange -> exchange.respond(exchange.response().status(403), Body.empty()));
    loop.execute(() -> connectTo(listener.port()));
    assertThat(atClient.next()).startsWith("closed 1006 handshake was answered with 403");
  }

  private static String numbers() {
    var text = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      text.append(i * 7919);
    }
    return text.toString();
  }

  private WebSocket connect() throws InterruptedException {
    Listener listener =
        server.listen(
            ListenerOptions.onLoopback(0),
            exchange -> WebSocket.accept(exchange, options, atServer));
    loop.execute(() -> connectTo(listener.port()));
    assertThat(atServer.next()).isEqualTo("opened");
    assertThat(atClient.next()).isEqualTo("opened");
    return atClient.socket();
  }

  private void connectTo(int port) {
    WebSocket.connect(
        client, Origin.http("127.0.0.1", port), Request.get("a.test", "/chat"), options, atClient);
  }

  /// Notes what is told; the server's one sends every text back.
  private static final class Noting implements WebSocket.Listener {
    final BlockingQueue<String> log = new LinkedBlockingQueue<>();
    private final BlockingQueue<WebSocket> sockets = new LinkedBlockingQueue<>();
    private final boolean echoes;

    Noting(String name) {
      echoes = name.equals("server");
    }

    String next() throws InterruptedException {
      return String.valueOf(log.poll(20, TimeUnit.SECONDS));
    }

    String nextThat(Predicate<String> wanted) throws InterruptedException {
      String line = next();
      while (!wanted.test(line) && !line.equals("null")) {
        line = next();
      }
      return line;
    }

    WebSocket socket() throws InterruptedException {
      return sockets.take();
    }

    @Override
    public void opened(WebSocket socket) {
      sockets.add(socket);
      log.add("opened");
    }

    @Override
    public void text(WebSocket socket, String message) {
      log.add("text " + message);
      if (echoes) {
        socket.text(message);
      }
    }

    @Override
    public void binary(WebSocket socket, ByteBuffer message) {
      log.add("binary " + message.remaining());
    }

    @Override
    public void drained(WebSocket socket) {
      log.add("drained");
    }

    @Override
    public void closed(WebSocket socket, int code, String reason) {
      log.add("closed " + code + " " + reason);
    }
  }
}
