package dev.varve.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.http.Body;
import dev.varve.http.BodyFailure;
import dev.varve.http.BodyReader;
import dev.varve.http.Fields;
import dev.varve.http.Request;
import dev.varve.http.TestServer;
import dev.varve.http.client.ClientOptions;
import dev.varve.http.client.Origin;
import dev.varve.http.client.TestClient;
import dev.varve.http.net.Loops;
import dev.varve.testkit.Await;
import java.net.Socket;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A bug in what handles a connection ends that connection, and it is not counted any more.
class CrashTest {
  private static final String HEAD = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\n";
  private static final BodyReader BUG =
      new BodyReader() {
        @Override
        public void data(ByteBuffer lent) {
          throw new IllegalStateException("a bug, on purpose");
        }

        @Override
        public void end(Fields trailers) {}

        @Override
        public void failed(BodyFailure cause) {}
      };

  @ParameterizedTest
  @EnumSource(Loops.Kind.class)
  void aConnectionWhoseReaderThrowsIsCountedOut(Loops.Kind kind) throws Exception {
    try (var server = TestServer.start(kind, exchange -> exchange.body().read(BUG));
        Socket late = server.connect()) {
      TestServer.write(late, HEAD);
      Await.until("it is served", () -> server.listener().connections() == 1);
      TestServer.write(late, "hello");
      assertThat(late.getInputStream().read()).isEqualTo(-1);
      assertThat(server.talk(HEAD + "hello")).isEmpty();
      Await.until("nothing is counted", () -> server.listener().connections() == 0);
    }
  }

  @Test
  void soIsAStreamOfHttp2() throws Exception {
    try (var server = TestServer.start(exchange -> exchange.body().read(BUG))) {
      try (var client = new TestClient(Loops.best(), ClientOptions.DEFAULT)) {
        Request post = new Request().set("POST", "/").authority("h");
        assertThat(client.send(Origin.h2c("127.0.0.1", server.port()), post, Body.of("hello")))
            .doesNotStartWith("200");
      }
      Await.until("nothing is counted", () -> server.listener().connections() == 0);
    }
  }
}
