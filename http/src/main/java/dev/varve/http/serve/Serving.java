package dev.varve.http.serve;

import dev.varve.http.Handler;
import dev.varve.http.Peer;
import dev.varve.http.ServerLimits;
import dev.varve.http.ServerTimeouts;
import dev.varve.http.net.Loop;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// What the connections of one listener on one loop share. Belongs to the loop.
public final class Serving {
  private final Loop loop;
  private final Handler handler;
  private final ServerLimits limits;
  private final ServerTimeouts timeouts;
  private final Gate gate;
  private final RefusalLog log;
  private final AddressBook addresses = new AddressBook();
  private final ArrayList<ServerConnection> connections = new ArrayList<>();
  private byte @Nullable [] alternative;
  private final AtomicLong repeated = new AtomicLong();
  private boolean draining;

  public Serving(
      Loop loop, Handler handler, ServerLimits limits, ServerTimeouts timeouts, Gate gate) {
    this.loop = loop;
    this.handler = handler;
    this.limits = limits;
    this.timeouts = timeouts;
    this.gate = gate;
    this.log = new RefusalLog(loop.clock());
  }

  public Loop loop() {
    return loop;
  }

  public Handler handler() {
    return handler;
  }

  public ServerLimits limits() {
    return limits;
  }

  public ServerTimeouts timeouts() {
    return timeouts;
  }

  public Gate gate() {
    return gate;
  }

  /// A client's address written out, shared by its connections.
  public Peer.Address address(SocketAddress client) {
    return addresses.of(client);
  }

  /// Where refused requests and cut connections are told.
  public RefusalLog log() {
    return log;
  }

  /// From now on answers over TCP name another way to the same site (RFC 7838). May be called by
  /// any thread.
  public void advertise(String altSvc) {
    byte[] value = altSvc.getBytes(StandardCharsets.ISO_8859_1);
    loop.execute(() -> alternative = value);
  }

  /// The value of Alt-Svc in answers that have none; null for none.
  public byte @Nullable [] alternative() {
    return alternative;
  }

  /// Whether connections are to end after what they are doing.
  public boolean isDraining() {
    return draining;
  }

  /// Counts requests that came on a connection which had brought one before. Of the loop, which is
  /// the only one to write: no locked instruction is needed.
  public void repeats(int requests) {
    repeated.setRelease(repeated.getPlain() + requests);
  }

  /// How many did; for any thread.
  public long repeated() {
    return repeated.getAcquire();
  }

  /// A connection begins.
  public void add(ServerConnection connection) {
    connection.place(connections.size());
    connections.add(connection);
  }

  /// A connection has ended.
  public void remove(ServerConnection connection, SocketAddress client) {
    if (connection.place() >= 0) {
      release(connection);
      gate.left(client);
      gate.closed();
    }
  }

  /// A connection goes on under another protocol, whose object is added in its stead.
  public void release(ServerConnection connection) {
    int place = connection.place();
    ServerConnection last = connections.removeLast();
    if (place < connections.size()) {
      connections.set(place, last);
      last.place(place);
    }
    connection.place(-1);
  }

  /// Tells all connections to end when they have nothing under way.
  public void drain() {
    draining = true;
    for (ServerConnection each : new ArrayList<>(connections)) {
      each.drain();
    }
  }

  /// Connections end with their next answer; those that are idle may still bring a request.
  public void retire() {
    draining = true;
    for (ServerConnection each : new ArrayList<>(connections)) {
      each.retire();
    }
  }

  /// Ends all connections at once.
  public void cut() {
    draining = true;
    for (ServerConnection each : new ArrayList<>(connections)) {
      each.cut();
    }
  }
}
