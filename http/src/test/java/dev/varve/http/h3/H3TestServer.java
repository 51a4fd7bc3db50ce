package dev.varve.http.h3;

import dev.varve.base.Clock;
import dev.varve.http.Handler;
import dev.varve.http.net.Loops;
import dev.varve.http.server.HttpServer;
import dev.varve.http.server.Listener;
import dev.varve.http.server.ListenerOptions;
import dev.varve.http.tls.ServerTls;
import dev.varve.http.tls.TlsCertificate;
import dev.varve.http.tls.TlsPolicy;
import dev.varve.testkit.TestCertificates;
import java.util.List;
import java.util.function.UnaryOperator;

/// A server on loopback that speaks HTTP/3 beside HTTP over TLS.
final class H3TestServer implements AutoCloseable {
  private final Loops loops;
  private final HttpServer server;
  private final Listener listener;
  private final ServerTls tls;

  private H3TestServer(Loops loops, Handler handler, UnaryOperator<ListenerOptions> options) {
    this.loops = loops;
    this.server = new HttpServer(loops);
    this.tls = new ServerTls(TlsPolicy.DEFAULT, List.of(certificate("one"), certificate("wild")));
    try {
      this.listener =
          server.listen(
              options.apply(ListenerOptions.onLoopback(0).withTls(tls).withH3(H3Options.DEFAULT)),
              handler);
    } catch (RuntimeException failed) {
      loops.close();
      throw failed;
    }
  }

  static H3TestServer start(Handler handler) {
    return start(handler, UnaryOperator.identity());
  }

  static H3TestServer start(Handler handler, UnaryOperator<ListenerOptions> options) {
    return start(1, Loops.best(), handler, options);
  }

  static H3TestServer start(
      int loops, Loops.Kind kind, Handler handler, UnaryOperator<ListenerOptions> options) {
    return new H3TestServer(Loops.start(loops, kind, Clock.SYSTEM), handler, options);
  }

  static TlsCertificate certificate(String name) {
    return TlsCertificate.load(TestCertificates.certificate(name), TestCertificates.key(name));
  }

  int port() {
    return listener.port();
  }

  HttpServer server() {
    return server;
  }

  Listener listener() {
    return listener;
  }

  ServerTls tls() {
    return tls;
  }

  @Override
  public void close() {
    server.close();
    loops.close();
  }
}
