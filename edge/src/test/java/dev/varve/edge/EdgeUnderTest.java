package dev.varve.edge;

import dev.varve.base.json.Json;
import dev.varve.graph.Graph;
import dev.varve.http.net.Loops;
import dev.varve.http.server.HttpServer;
import dev.varve.http.server.Listener;
import dev.varve.http.server.ListenerOptions;
import dev.varve.http.tls.ServerTls;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/// An edge on loopback, serving a graph that is written as JSON with single quotes.
public final class EdgeUnderTest implements AutoCloseable {
  private static final byte[] KEY = "0123456789abcdef".getBytes(StandardCharsets.UTF_8);

  private final Loops loops;
  private boolean closed;
  private final HttpServer server;
  private final Listener listener;
  private final Listener plain;
  public final Edge edge;
  private final List<String> log = new CopyOnWriteArrayList<>();

  private EdgeUnderTest(
      String graph,
      Path base,
      UnaryOperator<EdgeOptions> options,
      UnaryOperator<ListenerOptions> listening) {
    loops = Loops.start(2);
    EdgeOptions given =
        EdgeOptions.in(base, KEY)
            .withLog(
                (lines, length) -> log.add(new String(lines, 0, length, StandardCharsets.UTF_8)));
    edge = start(graph, options.apply(given));
    server = new HttpServer(loops);
    ListenerOptions own = listening.apply(ListenerOptions.onLoopback(0));
    listener = server.listen(own, edge.handler("http"));
    plain = own.tls() == null ? listener : listen();
  }

  private Listener listen() {
    return server.listen(ListenerOptions.onLoopback(0), edge.handler("http"));
  }

  private Edge start(String graph, EdgeOptions options) {
    try {
      return new Edge(graph(graph), options, loops);
    } catch (RuntimeException refused) {
      loops.close();
      throw refused;
    }
  }

  public static EdgeUnderTest serving(String graph) {
    return serving(graph, Path.of("."), UnaryOperator.identity());
  }

  public static EdgeUnderTest serving(String graph, Path base, UnaryOperator<EdgeOptions> options) {
    return new EdgeUnderTest(graph, base, options, UnaryOperator.identity());
  }

  /// On a listener that speaks TLS; [#plain] is asked on one that does not.
  public static EdgeUnderTest overTls(String graph, ServerTls tls) {
    return new EdgeUnderTest(
        graph, Path.of("."), UnaryOperator.identity(), options -> options.withTls(tls));
  }

  public Loops loops() {
    return loops;
  }

  /// One site for any host with these routes.
  public static EdgeUnderTest routes(String routes) {
    return serving("{'sites': {'*': [" + routes + "]}}");
  }

  public static Graph graph(String text) {
    return Graph.read(Json.parse(text.replace('\'', '"')));
  }

  public int port() {
    return listener.port();
  }

  public Client connect() {
    return new Client(port());
  }

  /// @param fields such as `accept: text/html`
  public Reply get(String target, String... fields) {
    return ask("GET", target, fields);
  }

  public Reply ask(String method, String target, String... fields) {
    return talk(
        method
            + " "
            + target
            + " HTTP/1.1\r\nhost: example.com\r\nconnection: close\r\n"
            + (fields.length == 0 ? "" : String.join("\r\n", fields) + "\r\n")
            + "\r\n");
  }

  Client connectPlain() {
    return new Client(plain.port());
  }

  /// What comes on a connection without TLS.
  Reply plain(String bytes) {
    try (Client client = connectPlain()) {
      return Reply.parse(client.send(bytes).readToEnd());
    }
  }

  public Reply talk(String bytes) {
    try (Client client = connect()) {
      return Reply.parse(client.send(bytes).readToEnd());
    }
  }

  /// What the access log has, once everything is written.
  public String logAtEnd() {
    close();
    return String.join("", log);
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    server.close();
    edge.close();
    loops.close();
  }
}
