package dev.varve.program.instance;

import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.edge.Edge;
import dev.varve.edge.guard.Networks;
import dev.varve.graph.Graph;
import dev.varve.graph.listen.HttpVersion;
import dev.varve.graph.listen.ListenerLimits;
import dev.varve.graph.listen.ListenerTimeouts;
import dev.varve.graph.term.Address;
import dev.varve.http.Handler;
import dev.varve.http.HttpCode;
import dev.varve.http.ServerLimits;
import dev.varve.http.ServerTimeouts;
import dev.varve.http.h3.H3Options;
import dev.varve.http.h3.H3Options.Retry;
import dev.varve.http.server.HttpServer;
import dev.varve.http.server.Listener;
import dev.varve.http.server.ListenerOptions;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Opens what a graph listens on.
final class Listeners {
  private static final int PORTS_TRIED = 100;

  private final HttpServer server;
  private final boolean nextPort;

  /// @param nextPort whether a busy port may be replaced by the next free one
  Listeners(HttpServer server, boolean nextPort) {
    this.server = server;
    this.nextPort = nextPort;
  }

  /// All listeners of the graph by name.
  ///
  /// @throws Failure when an address cannot be had
  Map<String, Listener> open(Graph graph, TlsFiles tls, Edge edge) {
    var open = new LinkedHashMap<String, Listener>();
    graph
        .listen()
        .forEach((name, listener) -> {
          ListenerOptions plain = optionsOf(listener);
          ListenerOptions options =
              listener.tls() ? plain.withTls(tls.of(name, listener)).withH3(h3Of(listener)) : plain;
          open.put(name, open(options, edge.handler(name)));
        });
    return open;
  }

  private static ListenerOptions optionsOf(dev.varve.graph.listen.Listener listener) {
    return ListenerOptions.on(addressOf(Address.parse(listener.address(), true)))
        .withLimits(limitsOf(listener.limits()))
        .withTimeouts(timeoutsOf(listener.timeouts()))
        // Clients of HTTP and TLS speak first, so there is something to read at once.
        .withDeferAccept(true)
        .withProxies(within(Networks.of(listener.proxyProtocol())));
  }

  private static @Nullable H3Options h3Of(dev.varve.graph.listen.Listener listener) {
    if (!listener.protocols().contains(HttpVersion.H3)) {
      return null;
    }
    Retry retry =
        switch (listener.quic().retry()) {
          case UNDER_LOAD -> Retry.UNDER_LOAD;
          case ALWAYS -> Retry.ALWAYS;
        };
    return new H3Options(retry, listener.quic().earlyData());
  }

  /// A unix socket lies in no network.
  private static Predicate<SocketAddress> within(Networks networks) {
    return address ->
        address instanceof InetSocketAddress inet
            && networks.contains(inet.getAddress().getAddress());
  }

  private static SocketAddress addressOf(Address address) {
    return address.socket().isEmpty()
        ? new HostPort(address.host(), address.port()).address()
        : UnixDomainSocketAddress.of(address.socket());
  }

  private static ServerLimits limitsOf(ListenerLimits limits) {
    ServerLimits base = ServerLimits.DEFAULT;
    return new ServerLimits(
        Math.toIntExact(limits.uri()),
        Math.toIntExact(limits.headerBytes()),
        limits.headerCount(),
        base.bodyBytes(),
        base.drainBytes(),
        limits.requests(),
        limits.connections(),
        limits.connectionsPerClient(),
        limits.streams());
  }

  private static ServerTimeouts timeoutsOf(ListenerTimeouts timeouts) {
    ServerTimeouts base = ServerTimeouts.DEFAULT;
    return new ServerTimeouts(
        timeouts.tlsHandshake(),
        timeouts.head(),
        timeouts.keepAlive(),
        timeouts.bodyGrace(),
        Math.toIntExact(timeouts.bodyRate()),
        timeouts.writeStall(),
        base.handler(),
        base.linger());
  }

  /// One listener, on the next free port where that is allowed.
  Listener open(ListenerOptions options, Handler handler) {
    ListenerOptions next = options;
    for (int i = 0; i < PORTS_TRIED; i++) {
      try {
        return server.listen(next, handler);
      } catch (Failure busy) {
        if (!nextPort || !isBusy(busy) || !(next.address() instanceof InetSocketAddress inet)) {
          throw busy;
        }
        next = next.withAddress(new InetSocketAddress(inet.getAddress(), inet.getPort() + 1));
      }
    }
    throw new Failure(
        new Problem(
            HttpCode.PORT_BUSY,
            String.valueOf(options.address()),
            "one of the " + PORTS_TRIED + " ports from here must be free, but none is",
            "name another with listen"));
  }

  private static boolean isBusy(Failure failure) {
    return failure.problems().getFirst().code() == HttpCode.PORT_BUSY;
  }
}
