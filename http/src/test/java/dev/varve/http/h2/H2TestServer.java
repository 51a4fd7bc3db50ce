package dev.varve.http.h2;

import dev.varve.http.Body;
import dev.varve.http.BodyReader;
import dev.varve.http.Exchange;
import dev.varve.http.FieldName;
import dev.varve.http.Handler;
import dev.varve.http.net.Loops;
import dev.varve.http.server.HttpServer;
import dev.varve.http.server.Listener;
import dev.varve.http.server.ListenerOptions;

/// A plain server on one loop for conformance suites and tests over real sockets. POST is echoed,
/// `/big` has a megabyte, all else a short text.
final class H2TestServer implements AutoCloseable {
  private static final byte[] BIG = new byte[1 << 20];

  private final Loops loops = Loops.start(1);
  private final HttpServer server = new HttpServer(loops);
  private final Listener listener;

  H2TestServer(ListenerOptions options, Handler handler) {
    listener = server.listen(options, handler);
  }

  static H2TestServer start(Handler handler) {
    return new H2TestServer(ListenerOptions.onLoopback(0), handler);
  }

  int port() {
    return listener.port();
  }

  Listener listener() {
    return listener;
  }

  Loops loops() {
    return loops;
  }

  @Override
  public void close() {
    server.close();
    loops.close();
  }

  /// What most tests want: an echo for bodies, texts for the rest.
  static void answer(Exchange exchange) {
    var request = exchange.request();
    var response = exchange.response().status(200);
    if (request.method().equals("POST")) {
      exchange.respond(response, new Echo(exchange.body()));
    } else if (request.target().equals("/big")) {
      exchange.respond(response, Body.of(BIG));
    } else {
      exchange.respond(
          response.field(FieldName.CONTENT_TYPE, "text/plain"), Body.of("Hello from Varve\n"));
    }
  }

  /// The bytes of another body, without its length.
  private record Echo(Body source) implements Body {
    @Override
    public long length() {
      return -1;
    }

    @Override
    public void read(BodyReader reader) {
      source.read(reader);
    }

    @Override
    public void pause() {
      source.pause();
    }

    @Override
    public void resume() {
      source.resume();
    }

    @Override
    public void cancel() {
      source.cancel();
    }

    @Override
    public long count() {
      return source.count();
    }
  }
}
