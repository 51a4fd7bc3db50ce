package dev.varve.edge.stream;

import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.http.HttpCode;
import dev.varve.http.net.Loop;
import dev.varve.http.net.Loops;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// The UDP address of a stream, with a socket on each loop; the kernel gives all datagrams of one
/// client to the same. Bounds how many clients are remembered, in all and of one address.
final class UdpListener implements AutoCloseable {
  private final AtomicInteger open = new AtomicInteger();
  private final ConcurrentHashMap<String, Integer> perClient = new ConcurrentHashMap<>();
  private final List<UdpSessions> sockets = new ArrayList<>();
  private final StreamRules first;
  private volatile StreamRules rules;

  private UdpListener(StreamRules rules) {
    this.first = rules;
    this.rules = rules;
  }

  /// @param shared whether a socket of this process may hold the address already
  /// @throws Failure when the address cannot be had
  static UdpListener open(
      Loops loops, InetSocketAddress address, StreamRules rules, StreamSink sink, boolean shared) {
    var listener = new UdpListener(rules);
    try {
      if (!shared) {
        probe(address);
      }
      for (Loop loop : loops.all()) {
        listener.sockets.add(UdpSessions.open(loop, address, listener, sink));
      }
    } catch (IOException cause) {
      listener.close();
      throw refused(address, cause);
    }
    return listener;
  }

  /// Sockets that share an address would share it with other programs of the user too.
  private static void probe(InetSocketAddress address) throws IOException {
    try (var socket = new DatagramSocket(null)) {
      socket.bind(address);
    }
  }

  private static Failure refused(InetSocketAddress address, IOException cause) {
    boolean busy = cause instanceof BindException && String.valueOf(cause).contains("in use");
    return new Failure(
        new Problem(
            busy ? HttpCode.PORT_BUSY : HttpCode.ADDRESS_UNUSABLE,
            address.getHostString() + ":" + address.getPort() + "/udp",
            "address must be free for UDP, but listening failed: " + cause.getMessage(),
            "choose another"),
        cause);
  }

  StreamRules rules() {
    return rules;
  }

  void rules(StreamRules next) {
    rules = next;
  }

  /// Counts a client in; false, and not counted, when it has no place.
  boolean enter(InetAddress client) {
    if (open.incrementAndGet() <= first.settings().connections()) {
      if (perClient.merge(key(client), 1, Integer::sum)
          <= first.settings().connectionsPerClient()) {
        return true;
      }
      leave(client);
      return false;
    }
    open.decrementAndGet();
    return false;
  }

  void leave(InetAddress client) {
    open.decrementAndGet();
    perClient.computeIfPresent(key(client), (_, count) -> count == 1 ? null : count - 1);
  }

  /// IPv6 clients are told apart by their /64.
  private static String key(InetAddress client) {
    byte[] bytes = client.getAddress();
    return bytes.length == 4 ? client.getHostAddress() : Arrays.toString(Arrays.copyOf(bytes, 8));
  }

  /// How many clients are remembered.
  int open() {
    return open.get();
  }

  /// Takes no new clients; those there are go on.
  void stop() {
    sockets.forEach(UdpSessions::stop);
  }

  @Override
  public void close() {
    sockets.forEach(UdpSessions::close);
  }
}
