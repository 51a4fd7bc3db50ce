package dev.varve.edge.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.edge.EdgeUnderTest;
import dev.varve.http.Body;
import dev.varve.http.BodyFailure;
import dev.varve.http.BodyReader;
import dev.varve.http.Exchange;
import dev.varve.http.FieldName;
import dev.varve.http.Fields;
import dev.varve.http.Version;
import dev.varve.http.net.Loops;
import dev.varve.http.server.HttpServer;
import dev.varve.http.server.ListenerOptions;
import dev.varve.testkit.Await;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Health checks as gRPC has them (grpc.health.v1), against a server that speaks HTTP/2 only in
/// what it answers.
final class GrpcHealthTest {
  /// A gRPC server that answers each call with these bytes and this status.
  private static final class Server implements AutoCloseable {
    private final Loops loops = Loops.start(1);
    private final HttpServer server = new HttpServer(loops);
    private final int port;
    final List<String> calls = new CopyOnWriteArrayList<>();
    volatile String answer = "00000000020801";
    volatile String status = "0";

    Server() {
      port = server.listen(ListenerOptions.onLoopback(0), this::handle).port();
    }

    private void handle(Exchange exchange) {
      var request = exchange.request();
      boolean right =
          request.version() == Version.HTTP_2
              && "application/grpc".equals(request.fields().value(FieldName.CONTENT_TYPE))
              && "trailers".equals(request.fields().value(FieldName.of("te")));
      String call = request.method() + " " + request.target() + (right ? " " : " wrongly ");
      exchange
          .body()
          .read(
              new BodyReader() {
                private final StringBuilder bytes = new StringBuilder();

                @Override
                public void data(ByteBuffer lent) {
                  while (lent.hasRemaining()) {
                    bytes.append(HexFormat.of().toHexDigits(lent.get()));
                  }
                }

                @Override
                public void end(Fields trailers) {
                  calls.add(call + bytes);
                  answer(exchange);
                }

                @Override
                public void failed(BodyFailure cause) {
                  exchange.abort();
                }
              });
    }

    private void answer(Exchange exchange) {
      exchange.response().status(200).field(FieldName.CONTENT_TYPE, "application/grpc");
      exchange.respond(exchange.response(), new Message(HexFormat.of().parseHex(answer), status));
    }

    @Override
    public void close() {
      server.close();
      loops.close();
    }
  }

  /// A body with a trailer behind it.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Message(byte[] bytes, String status) implements Body {
    @Override
    public long length() {
      return -1;
    }

    @Override
    public void read(BodyReader reader) {
      reader.data(ByteBuffer.allocateDirect(bytes.length).put(bytes).flip());
      var trailers = new Fields();
      trailers.add(FieldName.of("grpc-status"), status);
      reader.end(trailers);
    }

    @Override
    public void pause() {}

    @Override
    public void resume() {}

    @Override
    public void cancel() {}

    @Override
    public long count() {
      return bytes.length;
    }
  }

  private static EdgeUnderTest checking(Server server, String service) {
    return EdgeUnderTest.serving(
        "{'upstreams': {'api': {'targets': ['127.0.0.1:"
            + server.port
            + "'], 'protocol': 'h2', 'health': {'kind': 'grpc', 'service': '"
            + service
            + "', 'every': '100ms', 'unhealthyAfter': 1, 'healthyAfter': 1}}},"
            + " 'sites': {'*': [{'proxy': 'api'}]}}");
  }

  @Test
  void theServiceIsAskedForByName() {
    try (var server = new Server();
        var edge = checking(server, "shop.Cart")) {
      Await.until("it is asked", () -> !server.calls.isEmpty());
      assertThat(server.calls.getFirst())
          .isEqualTo("POST /grpc.health.v1.Health/Check 000000000b0a0973686f702e43617274");
      assertThat(edge.edge.upstreams().getFirst().up()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "00000000020802, 0", // NOT_SERVING
    "00000000020801, 5", // NOT_FOUND
    "0000000000, 0",
    "01000000020801, 0",
    "00000000030801, 0",
    "0000000004080112ff, 0",
    "00000000028080, 0",
  })
  void whatDoesNotServeIsDownUntilItDoes(String answer, String status) {
    try (var server = new Server();
        var edge = checking(server, "")) {
      server.answer = answer;
      server.status = status;
      Await.until("it is down", () -> !edge.edge.upstreams().getFirst().up());
      server.answer = "0000000006" + "1202" + "6f6b" + "0801"; // a field of a later version too
      server.status = "0";
      Await.until("it is up", () -> edge.edge.upstreams().getFirst().up());
    }
  }
}
