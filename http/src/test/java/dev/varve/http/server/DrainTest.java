package dev.varve.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.base.Failure;
import dev.varve.http.Body;
import dev.varve.http.Exchange;
import dev.varve.http.Handler;
import dev.varve.http.TestServer;
import dev.varve.http.net.Loops;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DrainTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

  private final BlockingQueue<Exchange> asked = new LinkedBlockingQueue<>();

  private void answer(String text) throws InterruptedException {
    Exchange exchange = asked.poll(20, TimeUnit.SECONDS);
    exchange.loop().execute(() -> exchange.respond(exchange.response(), Body.of(text)));
  }

  @ParameterizedTest
  @EnumSource(Loops.Kind.class)
  void finishesWhatIsInFlightAndEndsWhatIsIdle(Loops.Kind kind) throws Exception {
    try (var server = TestServer.start(kind, asked::add);
        Socket idle = server.connect();
        Socket busy = server.connect()) {
      TestServer.write(idle, GET);
      answer("first");
      TestServer.readUntil(idle, "first");
      TestServer.write(busy, GET);
      Exchange inFlight = asked.poll(20, TimeUnit.SECONDS);

      var drained =
          CompletableFuture.supplyAsync(() -> drain(server.server(), Duration.ofSeconds(5)));
      assertThat(idle.getInputStream().read()).isEqualTo(-1);
      assertThat(drained).isNotDone();
      inFlight.loop().execute(() -> inFlight.respond(inFlight.response(), Body.of("second")));

      assertThat(TestServer.readAll(busy)).contains("connection: close\r\n").endsWith("second");
      assertThat(drained.get(20, TimeUnit.SECONDS)).isTrue();
      assertThatThrownBy(() -> connectUntilRefused(server)).isInstanceOf(ConnectException.class);
    }
  }

  /// A selector closes its sockets when it looks at them next.
  private static void connectUntilRefused(TestServer server) throws IOException {
    while (true) {
      server.connect().close();
    }
  }

  @Test
  void cutsWhatDoesNotFinishInTime() throws Exception {
    try (var server = TestServer.start(asked::add);
        Socket busy = server.connect()) {
      TestServer.write(busy, GET);
      asked.poll(20, TimeUnit.SECONDS);
      assertThat(drain(server.server(), Duration.ofMillis(50))).isFalse();
      assertThat(busy.getInputStream().read()).isEqualTo(-1);
    }
  }

  private static boolean drain(HttpServer server, Duration limit) {
    try {
      return server.drain(limit);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  @ParameterizedTest
  @EnumSource(Loops.Kind.class)
  void namesTheProgramThatHoldsThePort(Loops.Kind kind) {
    Handler handler = exchange -> exchange.respond(exchange.response(), Body.of("x"));
    try (var server = TestServer.start(kind, handler)) {
      assertThatThrownBy(
              () -> server.server().listen(ListenerOptions.onLoopback(server.port()), handler))
          .isInstanceOf(Failure.class)
          .hasMessageContaining("E1501")
          .hasMessageContaining("(pid " + ProcessHandle.current().pid() + ")");
    }
  }

  @Test
  void addsAndClosesListenersWhileServing() {
    Handler handler = exchange -> exchange.respond(exchange.response(), Body.of("x"));
    try (var server = TestServer.start(handler)) {
      Listener second = server.server().listen(ListenerOptions.onLoopback(0), handler);
      assertThat(server.server().listeners()).hasSize(2);
      second.close();
      assertThat(server.server().listeners()).hasSize(1);
      assertThat(server.talk(GET.replace("Host", "Connection: close\r\nHost"))).endsWith("x");
    }
  }

  @Test
  void sharesAPortBetweenLoops() {
    Handler handler = exchange -> exchange.respond(exchange.response(), Body.of("x"));
    try (var server =
        TestServer.start(
            Loops.start(3, Loops.best(), dev.varve.base.Clock.SYSTEM), handler, each -> each)) {
      for (int i = 0; i < 30; i++) {
        assertThat(server.talk(GET.replace("Host", "Connection: close\r\nHost"))).endsWith("x");
      }
    }
  }
}
