package dev.varve.http.h2;

import dev.varve.http.Body;
import dev.varve.http.BodyReader;
import dev.varve.http.Exchange;
import dev.varve.http.FieldName;
import dev.varve.http.Handler;
import dev.varve.http.Peer;
import dev.varve.http.ServerLimits;
import dev.varve.http.ServerTimeouts;
import dev.varve.http.TlsFacts;
import dev.varve.http.net.Acceptor;
import dev.varve.http.net.Loop;
import dev.varve.http.net.Loops;
import dev.varve.http.net.Transport;
import dev.varve.http.serve.Gate;
import dev.varve.http.serve.Serving;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A server that speaks HTTP/2 with prior knowledge and nothing else, for conformance suites and
/// tests over real sockets. POST is echoed, `/big` has a megabyte, all else a short text.
final class H2TestServer implements AutoCloseable {
  private static final byte[] BIG = new byte[1 << 20];

  private final Loops loops;
  private final Acceptor acceptor;
  private final Serving serving;

  private H2TestServer(Loops loops, Acceptor acceptor, Serving serving) {
    this.loops = loops;
    this.acceptor = acceptor;
    this.serving = serving;
  }

  static H2TestServer start(int port, Handler handler) {
    return start(port, handler, ServerLimits.DEFAULT, ServerTimeouts.DEFAULT);
  }

  static H2TestServer start(
      int port, Handler handler, ServerLimits limits, ServerTimeouts timeouts) {
    Loops loops = Loops.start(1);
    Loop loop = loops.next();
    var started = new CompletableFuture<H2TestServer>();
    loop.execute(() -> {
      var serving = new Serving(loop, handler, limits, timeouts, new Gate(limits));
      var server = new H2Server(serving);
      try {
        Acceptor acceptor =
            loop.listen(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                new Acceptor.Options(1024, true, false),
                transport -> accepted(serving, server, transport));
        started.complete(new H2TestServer(loops, acceptor, serving));
      } catch (IOException cause) {
        started.completeExceptionally(cause);
      }
    });
    return started.join();
  }

  private static void accepted(Serving serving, H2Server server, Transport transport) {
    serving.gate().opened();
    serving.gate().entered(transport.remote());
    var starting = new Starting(server, transport);
    try {
      transport.start(starting);
      starting.readable();
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }

  int port() {
    return ((InetSocketAddress) acceptor.local()).getPort();
  }

  Loop loop() {
    return serving.loop();
  }

  Serving serving() {
    return serving;
  }

  @Override
  public void close() {
    acceptor.close();
    serving.loop().execute(serving::cut);
    loops.close();
  }

  /// What most tests want: an echo for bodies, texts for the rest.
  static void answer(Exchange exchange) {
    var request = exchange.request();
    var response = exchange.response().status(200);
    if (request.method().equals("POST")) {
      Body body = exchange.body();
      exchange.respond(response, new Echo(body));
    } else if (request.target().equals("/big")) {
      exchange.respond(response, Body.of(BIG));
    } else {
      exchange.respond(
          response.field(FieldName.CONTENT_TYPE, "text/plain"), Body.of("Hello from Varve\n"));
    }
  }

  /// @param args the port, 0 for a free one, which is printed
  public static void main(String[] args) throws InterruptedException {
    try (var server = start(Integer.parseInt(args[0]), H2TestServer::answer)) {
      System.out.println("port " + server.port());
      Thread.currentThread().join();
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

  private record TestPeer(Transport transport) implements Peer {
    @Override
    public SocketAddress remote() {
      return transport.remote();
    }

    @Override
    public SocketAddress direct() {
      return transport.remote();
    }

    @Override
    public SocketAddress local() {
      return transport.local();
    }

    @Override
    public String scheme() {
      return "http";
    }

    @Override
    public @Nullable TlsFacts tls() {
      return null;
    }
  }

  /// Hands the connection over at its first event.
  private record Starting(H2Server server, Transport transport) implements Transport.Events {
    @Override
    public void readable() {
      server.open(transport, new TestPeer(transport), ByteBuffer.allocate(0));
    }

    @Override
    public void writable() {}
  }
}
