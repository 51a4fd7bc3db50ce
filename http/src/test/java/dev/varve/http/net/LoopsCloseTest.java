package dev.varve.http.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.Clock;
import dev.varve.http.Body;
import dev.varve.http.Exchange;
import dev.varve.http.Request;
import dev.varve.http.Response;
import dev.varve.http.TestServer;
import dev.varve.http.client.ClientFailure;
import dev.varve.http.client.ClientOptions;
import dev.varve.http.client.HttpClient;
import dev.varve.http.client.Origin;
import dev.varve.http.client.ResponseReader;
import dev.varve.testkit.Await;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Loops that end take all connections with them, also those of clients that nobody closed. That no
/// descriptor stays is seen by the leak check after each test.
class LoopsCloseTest {
  private final Queue<Exchange> asked = new ConcurrentLinkedQueue<>();

  @ParameterizedTest
  @EnumSource(Loops.Kind.class)
  void idleConnectionsOfClientsEnd(Loops.Kind kind) throws Exception {
    try (var server =
        TestServer.start(kind, exchange -> exchange.respond(exchange.response(), Body.empty()))) {
      var loops = Loops.start(2, kind, Clock.SYSTEM);
      for (Loop loop : loops.all()) {
        var answered = new CountDownLatch(1);
        loop.execute(() -> send(loop, server.port(), answered));
        assertThat(answered.await(20, TimeUnit.SECONDS)).isTrue();
      }
      assertThat(server.listener().connections()).isEqualTo(2);
      loops.close();
      Await.until("they end", () -> server.listener().connections() == 0);
    }
  }

  @ParameterizedTest
  @EnumSource(Loops.Kind.class)
  void connectionsThatWaitForAnAnswerEnd(Loops.Kind kind) {
    try (var server = TestServer.start(kind, asked::add)) {
      var loops = Loops.start(1, kind, Clock.SYSTEM);
      Loop loop = loops.get(0);
      loop.execute(() -> send(loop, server.port(), new CountDownLatch(1)));
      Await.until("the request is there", () -> !asked.isEmpty());
      loops.close();
      Await.until("they end", () -> server.listener().connections() == 0);
    }
  }

  /// The name is still being asked for, or the connection being made.
  @ParameterizedTest
  @EnumSource(Loops.Kind.class)
  void connectionsThatBeginWhileLoopsEndAreNotLeft(Loops.Kind kind) {
    try (var server = TestServer.start(kind, asked::add)) {
      for (int i = 0; i < 20; i++) {
        var loops = Loops.start(1, kind, Clock.SYSTEM);
        Loop loop = loops.get(0);
        loop.execute(() -> send(loop, server.port(), new CountDownLatch(1)));
        loop.execute(() -> loop.execute(() -> send(loop, server.port(), new CountDownLatch(1))));
        loops.close();
      }
      Await.until("they end", () -> server.listener().connections() == 0);
    }
  }

  private static void send(Loop loop, int port, CountDownLatch answered) {
    var client = new HttpClient(loop, ClientOptions.DEFAULT);
    var reader =
        new ResponseReader() {
          @Override
          public void response(Response response, Body body) {
            body.cancel();
            answered.countDown();
          }

          @Override
          public void failed(ClientFailure failure) {
            answered.countDown();
          }
        };
    client.send(Origin.http("localhost", port), Request.get("h", "/"), Body.empty(), reader);
  }
}
