package dev.varve.http.server;

import dev.varve.base.Failure;
import dev.varve.base.LateLogger;
import dev.varve.base.Problem;
import dev.varve.http.Handler;
import dev.varve.http.HttpCode;
import dev.varve.http.h3.H3Endpoint;
import dev.varve.http.h3.H3Options;
import dev.varve.http.net.Acceptor;
import dev.varve.http.net.ListeningSockets;
import dev.varve.http.net.Loop;
import dev.varve.http.net.Loops;
import dev.varve.http.net.Transport;
import dev.varve.http.serve.Gate;
import dev.varve.http.serve.Serving;
import dev.varve.http.tls.ServerTls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// An address that is served, with a listening socket on each loop. Safe for use by several
/// threads, none of them a loop's own.
public final class Listener implements AutoCloseable {
  private final ListenerOptions options;
  private final Gate gate;
  private final List<Acceptor> acceptors;
  private final List<Serving> servings;
  private final Consumer<Listener> closed;
  private final @Nullable H3Endpoint quic;
  private final AtomicBoolean stopped = new AtomicBoolean();

  private Listener(
      ListenerOptions options,
      List<Acceptor> acceptors,
      List<Serving> servings,
      @Nullable H3Endpoint quic,
      Consumer<Listener> closed) {
    this.options = options;
    this.gate = servings.getFirst().gate();
    this.acceptors = acceptors;
    this.servings = servings;
    this.closed = closed;
    this.quic = quic;
  }

  /// Who takes what comes.
  ///
  /// @param streams takes the connections in place of the handler; null when they speak HTTP
  record Takers(Handler handler, @Nullable StreamHandler streams) {}

  static Listener open(
      Loops loops,
      ListeningSockets inherited,
      ListenerOptions options,
      Takers takers,
      Consumer<Listener> closed) {
    var gate = new Gate(options.limits());
    var servings = new ArrayList<Serving>();
    var welcomes = new HashMap<Loop, Welcome>();
    for (Loop loop : listening(loops, options.address())) {
      var serving = new Serving(loop, takers.handler, options.limits(), options.timeouts(), gate);
      servings.add(serving);
      welcomes.put(loop, new Welcome(serving, options, takers.streams));
    }
    var acceptors = new ArrayList<Acceptor>();
    try {
      List<Loop> on = servings.stream().map(Serving::loop).toList();
      ListeningSockets.Acceptors by = loop -> Objects.requireNonNull(welcomes.get(loop));
      acceptors.addAll(inherited.listen(on, options.address(), socket(options), by));
      if (acceptors.isEmpty()) {
        SocketAddress address = Probe.free(options);
        for (Loop loop : on) {
          Acceptor acceptor = loop.listen(address, socket(options), by.on(loop));
          acceptors.add(acceptor);
          address = acceptor.local();
        }
      }
    } catch (IOException cause) {
      acceptors.forEach(Acceptor::close);
      throw refused(options.address(), "", cause);
    }
    try {
      @Nullable H3Endpoint quic = openQuic(loops, options, acceptors.getFirst().local(), servings);
      return new Listener(options, acceptors, servings, quic, closed);
    } catch (Failure refused) {
      acceptors.forEach(Acceptor::close);
      throw refused;
    }
  }

  private static @Nullable H3Endpoint openQuic(
      Loops loops, ListenerOptions options, SocketAddress bound, List<Serving> servings) {
    H3Options h3 = options.h3();
    ServerTls tls = options.tls();
    if (h3 == null || tls == null || !(bound instanceof InetSocketAddress inet)) {
      return null;
    }
    if (!H3Endpoint.isAvailable()) {
      LateLogger.of(Listener.class)
          .log(
              System.Logger.Level.WARNING,
              shown(bound)
                  + " speaks no HTTP/3, only HTTP over TCP: the QUIC library does not run here: "
                  + H3Endpoint.unavailability());
      return null;
    }
    try {
      if (!options.shared()) {
        H3Endpoint.probe(inet);
      }
      H3Endpoint quic = H3Endpoint.open(loops.kind(), inet, servings, tls, h3);
      servings.forEach(each -> each.advertise("h3=\":" + inet.getPort() + "\"; ma=86400"));
      return quic;
    } catch (IOException cause) {
      throw refused(inet, "udp ", cause);
    }
  }

  /// Several sockets cannot share a unix path: one loop takes all its connections.
  private static List<Loop> listening(Loops loops, SocketAddress address) {
    return address instanceof UnixDomainSocketAddress ? List.of(loops.next()) : loops.all();
  }

  private static Acceptor.Options socket(ListenerOptions options) {
    return new Acceptor.Options(options.backlog(), true, options.deferAccept());
  }

  private static Failure refused(SocketAddress address, String kind, IOException cause) {
    String message = String.valueOf(cause.getMessage());
    if (message.contains("in use")) {
      String holder = kind.isEmpty() ? PortHolder.of(address) : "is taken";
      return failure(
          HttpCode.PORT_BUSY,
          kind + shown(address),
          "must be free, but " + holder,
          "choose another",
          cause);
    }
    if (message.contains("ermission denied")) {
      return failure(
          HttpCode.PORT_REFUSED,
          kind + shown(address),
          "must be allowed to this user, but is not",
          "take a port above 1023 or grant CAP_NET_BIND_SERVICE",
          cause);
    }
    return failure(
        HttpCode.ADDRESS_UNUSABLE,
        kind + shown(address),
        "must be an address of this machine, but listening failed: " + message,
        "check the address",
        cause);
  }

  private static Failure failure(
      HttpCode code, String address, String rule, String next, IOException cause) {
    return new Failure(new Problem(code, address, "address " + rule, next), cause);
  }

  private static String shown(SocketAddress address) {
    return address instanceof InetSocketAddress inet
        ? inet.getHostString() + ":" + inet.getPort()
        : address.toString();
  }

  /// Where it listens, with the port that was chosen for port 0.
  public SocketAddress address() {
    return acceptors.getFirst().local();
  }

  /// The port it listens on; 0 for a unix socket.
  public int port() {
    return address() instanceof InetSocketAddress inet ? inet.getPort() : 0;
  }

  public ListenerOptions options() {
    return options;
  }

  /// How many connections are open.
  public int connections() {
    return gate.open();
  }

  /// How connections were used since it was opened, over all versions of HTTP.
  ///
  /// @param connections how many came
  /// @param repeated requests that came on a connection which had brought one before
  public record Use(long connections, long repeated) {}

  public Use use() {
    return new Use(gate.came(), servings.stream().mapToLong(Serving::repeated).sum());
  }

  /// How many TLS handshakes went well since it was opened.
  ///
  /// @param full those in which a certificate was shown
  /// @param resumed those that took a former session up again
  public record Handshakes(long full, long resumed) {}

  public Handshakes handshakes() {
    return new Handshakes(gate.handshakes(false), gate.handshakes(true));
  }

  /// Stops accepting; connections that are open go on.
  public void stop() {
    if (leave() && options.address() instanceof UnixDomainSocketAddress unix) {
      removePath(unix);
    }
  }

  /// Stops accepting, but leaves the path of a unix socket, which another process serves now.
  boolean leave() {
    boolean first = stopped.compareAndSet(false, true);
    if (first) {
      acceptors.forEach(Acceptor::close);
      if (quic != null) {
        quic.stop();
      }
      closed.accept(this);
    }
    return first;
  }

  void give(Transport to) throws IOException {
    ListeningSockets.give(to, acceptors);
  }

  void retire() {
    for (Serving each : servings) {
      each.loop().execute(each::retire);
    }
  }

  void awaitEmpty(Duration limit) throws InterruptedException {
    gate.awaitEmpty(limit.toNanos());
  }

  /// Stops accepting, ends idle connections, lets exchanges in flight finish and cuts what is left
  /// after the limit. Says whether all finished in time.
  public boolean drain(Duration limit) throws InterruptedException {
    stop();
    for (Serving each : servings) {
      each.loop().execute(each::drain);
    }
    boolean whole = gate.awaitEmpty(limit.toNanos());
    cut();
    return whole;
  }

  /// Stops accepting and cuts all connections.
  @Override
  public void close() {
    stop();
    cut();
  }

  private void cut() {
    for (Serving each : servings) {
      each.loop().execute(each::cut);
    }
    if (quic != null) {
      quic.close();
    }
  }

  private static void removePath(UnixDomainSocketAddress unix) {
    try {
      Files.deleteIfExists(unix.getPath());
    } catch (IOException cause) {
      LateLogger.of(Listener.class)
          .log(System.Logger.Level.WARNING, "cannot remove " + unix, cause);
    }
  }
}
