package dev.varve.program.instance;

import dev.varve.app.AppHost;
import dev.varve.app.AppLimits;
import dev.varve.app.Application;
import dev.varve.app.Services;
import dev.varve.base.Clock;
import dev.varve.base.json.Json;
import dev.varve.edge.Edge;
import dev.varve.edge.EdgeOptions;
import dev.varve.graph.Graph;
import dev.varve.http.net.Loops;
import dev.varve.http.server.HttpServer;
import dev.varve.http.server.ListenerOptions;
import dev.varve.http.tls.ServerTls;
import dev.varve.http.tls.TlsCertificate;
import dev.varve.http.tls.TlsPolicy;
import dev.varve.store.Store;
import dev.varve.store.local.LocalStore;
import dev.varve.testkit.TestCertificates;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// An application behind the routes of a graph, without a process around it: on one port plain, on
/// another one over TLS. In front of it may stand a second edge, so that it is an upstream too.
final class AppSite implements AutoCloseable {
  private final Loops loops = Loops.start(1);
  private final HttpServer server = new HttpServer(loops);
  private final Store store = LocalStore.inMemory();
  private final Edge site;
  private final int port;
  private final int tlsPort;
  private Edge front;

  /// @param route what the route of the application has besides, each behind a comma
  AppSite(Application application, String route) {
    var host =
        AppHost.start("test", application, new Services(store, Clock.SYSTEM), AppLimits.DEFAULT);
    site =
        new Edge(
            graph("{'sites': {'*': [{'path': '/*', 'app': 'test' " + route + "}]}}"),
            options()
                .withActions(
                    _ -> exchange -> host.handle(exchange, exchange.path(), exchange.query())),
            loops);
    var handler = site.handler("http");
    port = server.listen(ListenerOptions.onLoopback(0), handler).port();
    tlsPort = server.listen(ListenerOptions.onLoopback(0).withTls(tls()), handler).port();
  }

  private static EdgeOptions options() {
    return EdgeOptions.in(Path.of("."), "0123456789abcdef".getBytes(StandardCharsets.US_ASCII));
  }

  private static Graph graph(String text) {
    return Graph.read(Json.parse(text.replace('\'', '"')));
  }

  private static ServerTls tls() {
    return new ServerTls(
        TlsPolicy.DEFAULT,
        List.of(
            TlsCertificate.load(TestCertificates.certificate("one"), TestCertificates.key("one"))));
  }

  int port() {
    return port;
  }

  int tlsPort() {
    return tlsPort;
  }

  /// The port of an edge that proxies to this site.
  ///
  /// @param protocol what it speaks to it
  /// @param tls whether clients come over TLS
  int proxied(String protocol, boolean tls) {
    front =
        new Edge(
            graph(
                "{'upstreams': {'app': {'targets': ['127.0.0.1:%d'], 'protocol': '%s'}},"
                        .formatted(port, protocol)
                    + "'sites': {'*': [{'path': '/*', 'proxy': 'app'}]}}"),
            options(),
            loops);
    var options = ListenerOptions.onLoopback(0);
    return server.listen(tls ? options.withTls(tls()) : options, front.handler("front")).port();
  }

  @Override
  public void close() {
    server.close();
    if (front != null) {
      front.close();
    }
    site.close();
    loops.close();
    store.close();
  }
}
