package dev.varve.http.client;

import dev.varve.http.Body;
import dev.varve.http.Request;
import dev.varve.http.net.Loop;
import dev.varve.http.net.Timer;
import dev.varve.http.tls.ClientTls;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Sends requests from one loop, with pools of connections that belong to it. All calls are made on
/// that loop.
public final class HttpClient implements AutoCloseable {
  private static final Duration SWEEP = Duration.ofSeconds(1);
  private static final int CALLS_KEPT = 1024;

  private final Loop loop;
  private final ClientOptions options;
  private final Resolver resolver;
  private final ClientTls tls = new ClientTls();
  private final Map<Origin, Pool> pools = new HashMap<>();
  private final ArrayDeque<ClientCall> free = new ArrayDeque<>();
  private final ArrayList<ClientCall> underWay = new ArrayList<>();
  private final Timer sweeper;
  private boolean closed;

  public HttpClient(Loop loop, ClientOptions options) {
    this.loop = loop;
    this.options = options;
    this.resolver = new Resolver(loop);
    this.sweeper = loop.timer(this::sweep);
  }

  public Loop loop() {
    return loop;
  }

  public ClientOptions options() {
    return options;
  }

  /// Sends a request. The reader may be called before this returns. The request and its fields must
  /// stay as they are, and the body unread by others, until the reader got the answer or a failure.
  ///
  /// Content-Length, Transfer-Encoding, Connection and Host among the fields are replaced by what
  /// body and authority require. A request with [Request#protocol] asks for an upgrade, and CONNECT
  /// for a tunnel: the body is then read only when the answer is 101 or 2xx.
  ///
  /// A kept connection that turns out to be closed is replaced by a new one once, when the request
  /// is idempotent and nothing of its body was read.
  public Call send(Origin origin, Request request, Body body, ResponseReader reader) {
    ClientCall reused = free.pollFirst();
    ClientCall call = reused == null ? new ClientCall(this) : reused;
    Pool pool = pools.get(origin);
    if (pool == null) {
      pool = new Pool(this, origin);
      pools.put(origin, pool);
    }
    call.begin(pool, request, body, reader);
    if (closed) {
      call.fail(new ClientFailure.Cancelled("client is closed"));
    } else {
      pool.serve(call);
    }
    return call;
  }

  /// Makes a connection outside of the pools, for another protocol than HTTP. How long that may
  /// take is the caller's affair; it waits for the answer to close the connection too, whatever
  /// becomes of this client.
  public Dial dial(Origin origin, Dial.Answer answer) {
    var dial = new Dial(this, origin, answer);
    dial.start();
    return dial;
  }

  /// Tells the addresses of a host, IPv6 and IPv4 in turn; none when there is no such host.
  public void resolve(String host, Consumer<List<InetAddress>> then) {
    resolver.resolve(host, then);
  }

  /// How many connections to an origin are open or being made.
  public int connections(Origin origin) {
    Pool pool = pools.get(origin);
    return pool == null ? 0 : pool.open();
  }

  /// How many connections to an origin wait for requests.
  public int idle(Origin origin) {
    Pool pool = pools.get(origin);
    return pool == null ? 0 : pool.idle();
  }

  /// Closes all connections; calls under way fail.
  @Override
  public void close() {
    closed = true;
    sweeper.stop();
    for (ClientCall each : new ArrayList<>(underWay)) {
      each.breakOff(new ClientFailure.Cancelled("client is closed"));
    }
    for (Pool each : new ArrayList<>(pools.values())) {
      each.close();
    }
    pools.clear();
  }

  /// How many calls are under way.
  public int underWay() {
    return underWay.size();
  }

  void add(ClientCall call) {
    call.place(underWay.size());
    underWay.add(call);
  }

  void remove(ClientCall call) {
    int place = call.place();
    if (place < 0) {
      return;
    }
    ClientCall last = underWay.removeLast();
    if (place < underWay.size()) {
      underWay.set(place, last);
      last.place(place);
    }
    call.place(-1);
  }

  Resolver resolver() {
    return resolver;
  }

  ClientTls tls() {
    return tls;
  }

  void recycle(ClientCall call) {
    if (free.size() < CALLS_KEPT) {
      free.addFirst(call);
    }
  }

  /// Idle connections are looked through while there are any.
  void keepsIdle() {
    if (!sweeper.isRunning() && !closed) {
      sweeper.start(SWEEP.toNanos());
    }
  }

  private void sweep() {
    boolean any = false;
    var each = pools.values().iterator();
    while (each.hasNext()) {
      Pool pool = each.next();
      pool.sweep();
      any |= pool.needsSweep();
      if (pool.isUnused()) {
        each.remove();
      }
    }
    if (any) {
      keepsIdle();
    }
  }
}
