package dev.varve.edge.grpc;

import dev.varve.http.Body;
import dev.varve.http.BodyFailure;
import dev.varve.http.BodyReader;
import dev.varve.http.Exchange;
import dev.varve.http.FieldName;
import dev.varve.http.Fields;
import dev.varve.http.Response;
import dev.varve.http.net.Loops;
import dev.varve.http.server.HttpServer;
import dev.varve.http.server.ListenerOptions;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/// A server of gRPC that sends back what it gets. Some methods do otherwise: `/x/Unavailable` is
/// refused in the head, `/x/Late` gives up, `/x/Silent` never answers.
final class GrpcServer implements AutoCloseable {
  private final Loops loops = Loops.start(1);
  private final HttpServer server = new HttpServer(loops);
  private final int port;

  /// What each call said: version, target, and the fields that matter.
  final List<String> calls = new CopyOnWriteArrayList<>();

  /// How calls ended.
  final List<String> endings = new CopyOnWriteArrayList<>();

  GrpcServer() {
    port = server.listen(ListenerOptions.onLoopback(0), this::handle).port();
  }

  int port() {
    return port;
  }

  private void handle(Exchange exchange) {
    var request = exchange.request();
    var fields = request.fields();
    calls.add(
        "%s %s %s te=%s timeout=%s"
            .formatted(
                request.version(),
                request.target(),
                fields.value(FieldName.CONTENT_TYPE),
                fields.value(FieldName.TE),
                fields.value(FieldName.of("grpc-timeout"))));
    exchange.onEnd((_, ending) -> endings.add(ending.name()));
    switch (request.target()) {
      case "/x/Silent" -> exchange.body().read(new Collector(_ -> {}));
      case "/x/Late" -> {
        // As servers of gRPC do whose caller's time is up.
        exchange.body().read(new Collector(_ -> {}));
        var loop = exchange.loop();
        CompletableFuture.delayedExecutor(150, TimeUnit.MILLISECONDS, loop)
            .execute(exchange::abort);
      }
      case "/x/Unavailable" -> {
        Response refused = exchange.response().field(FieldName.CONTENT_TYPE, "application/grpc");
        refused.field(FieldName.of("grpc-status"), "14");
        exchange.respond(refused.field(FieldName.of("grpc-message"), "not%20now"), Body.empty());
      }
      default ->
          exchange
              .body()
              .read(
                  new Collector(bytes ->
                      exchange.respond(
                          exchange
                              .response()
                              .field(FieldName.CONTENT_TYPE, "application/grpc+proto"),
                          new Echo(bytes))));
    }
  }

  @Override
  public void close() {
    server.close();
    loops.close();
  }

  private record Collector(java.util.function.Consumer<byte[]> then, ByteArrayOutputStream bytes)
      implements BodyReader {
    Collector(java.util.function.Consumer<byte[]> then) {
      this(then, new ByteArrayOutputStream());
    }

    @Override
    public void data(ByteBuffer lent) {
      while (lent.hasRemaining()) {
        bytes.write(lent.get());
      }
    }

    @Override
    public void end(Fields trailers) {
      then.accept(bytes.toByteArray());
    }

    @Override
    public void failed(BodyFailure cause) {}
  }

  /// The bytes in two pieces, and trailers behind them.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Echo(byte[] bytes) implements Body {
    @Override
    public long length() {
      return -1;
    }

    @Override
    public void read(BodyReader reader) {
      int half = bytes.length / 2;
      if (half > 0) {
        reader.data(piece(0, half));
      }
      if (bytes.length > half) {
        reader.data(piece(half, bytes.length));
      }
      reader.end(Fields.of("grpc-status", "0", "x-checked", "yes"));
    }

    private ByteBuffer piece(int from, int to) {
      return ByteBuffer.allocateDirect(to - from).put(bytes, from, to - from).flip();
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
}
