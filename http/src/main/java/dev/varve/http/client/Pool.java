package dev.varve.http.client;

import dev.varve.http.h1.H1Upstream;
import dev.varve.http.h2.H2Upstream;
import dev.varve.http.net.Transport;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The connections of one loop to one origin. The one used last is used next, so that those that
/// are not needed grow old and close.
final class Pool {
  private final HttpClient client;
  private final Origin origin;
  private final ArrayDeque<Pooled> idle = new ArrayDeque<>();
  private final ArrayDeque<ClientCall> waiting = new ArrayDeque<>();
  private final ArrayList<Shared> shared = new ArrayList<>();
  private int open;
  private int making;

  /// A connection and its age.
  static final class Pooled {
    final long since;
    long idleSince;
    private @Nullable H1Upstream connection;

    Pooled(long since) {
      this.since = since;
    }

    H1Upstream connection() {
      return Objects.requireNonNull(connection);
    }
  }

  /// An HTTP/2 connection, which serves many requests at a time.
  final class Shared implements H2Upstream.Keeper {
    final H2Upstream connection;
    final Transport transport;
    private final long since = client.loop().nanos();
    private long idleSince = since;

    Shared(Transport transport) {
      ClientOptions options = client.options();
      this.transport = transport;
      connection = new H2Upstream(transport, options.headBytes(), options.headFields(), this);
    }

    @Override
    public void changed(H2Upstream which) {
      serveWaiting();
    }

    @Override
    public void closed(H2Upstream which) {
      shared.remove(this);
      Pool.this.closed();
    }

    boolean takes(ClientCall call) {
      return !isTunnel(call) || connection.takesTunnels();
    }

    /// Closes when it has been of no use for too long, or is too old.
    void sweep(long now) {
      if (connection.underWay() > 0) {
        idleSince = now;
      } else if (now - idleSince > client.options().keep().toNanos() || isOld(since, now)) {
        connection.close();
      }
    }
  }

  Pool(HttpClient client, Origin origin) {
    this.client = client;
    this.origin = origin;
  }

  Origin origin() {
    return origin;
  }

  int open() {
    return open;
  }

  int idle() {
    return idle.size();
  }

  /// Whether there are connections that may grow old.
  boolean needsSweep() {
    return !idle.isEmpty() || !shared.isEmpty();
  }

  boolean isUnused() {
    return open == 0 && waiting.isEmpty();
  }

  /// Gives a call a connection: an idle one, a new one, or the next that becomes free.
  void serve(ClientCall call) {
    Shared roomy = roomy(call);
    Pooled kept = roomy == null ? takeIdle() : null;
    if (roomy != null) {
      call.sendOn(roomy, true);
    } else if (kept != null) {
      call.sendOn(kept, true);
    } else if (isRefused(call)) {
      tunnelAlone(call);
    } else if (waitsForHttp2(call)) {
      await(call);
    } else if (open < client.options().connectionsPerOrigin()) {
      connect(call);
    } else {
      call.queued();
      await(call);
    }
  }

  private void await(ClientCall call) {
    if (waiting.size() < client.options().waiting()) {
      waiting.addLast(call);
    } else {
      call.fail(new ClientFailure.Busy("too many requests wait for " + origin));
    }
  }

  /// The connection being made will probably serve all that wait, and the one made last a tunnel,
  /// once its origin has said what it can do.
  private boolean waitsForHttp2(ClientCall call) {
    return (making > 0 && origin.mayBeHttp2())
        || (isTunnel(call) && shared.stream().anyMatch(each -> !each.connection.isSettled()));
  }

  private static boolean isTunnel(ClientCall call) {
    return call.request().protocol() != null;
  }

  /// Whether the origin speaks HTTP/2 without tunnels.
  private boolean isRefused(ClientCall call) {
    return isTunnel(call)
        && shared.stream()
            .anyMatch(each -> each.connection.isSettled() && !each.connection.takesTunnels());
  }

  private @Nullable Shared roomy(ClientCall call) {
    long now = client.loop().nanos();
    for (int i = 0; i < shared.size(); i++) {
      Shared each = shared.get(i);
      if (each.connection.room() > 0 && !isOld(each.since, now) && each.takes(call)) {
        return each;
      }
    }
    return null;
  }

  /// Calls that wait go where there is room now, or to a new connection.
  private void serveWaiting() {
    while (!waiting.isEmpty()) {
      ClientCall next = waiting.getFirst();
      Shared roomy = roomy(next);
      if (roomy != null) {
        waiting.removeFirst().sendOn(roomy, true);
      } else if (isRefused(next)) {
        tunnelAlone(waiting.removeFirst());
      } else if (!waitsForHttp2(next) && open < client.options().connectionsPerOrigin()) {
        connect(waiting.removeFirst());
      } else {
        return;
      }
    }
  }

  /// A tunnel that does not fit into HTTP/2 has a connection of HTTP/1.1, where the origin speaks
  /// it.
  private void tunnelAlone(ClientCall call) {
    Origin alone = origin.overHttp1();
    if (alone == null) {
      call.fail(
          new ClientFailure.Unspeakable(
              origin + " takes no tunnels over HTTP/2 and speaks nothing else"));
    } else if (open >= client.options().connectionsPerOrigin()) {
      call.fail(new ClientFailure.Refused("too many connections to " + origin));
    } else {
      connect(call, alone);
    }
  }

  /// Gives a call a new connection.
  void connect(ClientCall call) {
    connect(call, origin);
  }

  private void connect(ClientCall call, Origin to) {
    open++;
    making++;
    var connecting = new Connecting(client, to, new Made(call));
    call.connecting(connecting);
    connecting.start();
  }

  private @Nullable Pooled takeIdle() {
    long now = client.loop().nanos();
    for (Pooled each = idle.pollFirst(); each != null; each = idle.pollFirst()) {
      if (each.connection().isOpen() && !isOld(each.since, now)) {
        return each;
      }
      each.connection().close();
    }
    return null;
  }

  private boolean isOld(long since, long now) {
    return now - since > client.options().lifetime().toNanos();
  }

  /// What becomes of an attempt to connect.
  private final class Made implements Dial.Answer {
    private final ClientCall call;

    Made(ClientCall call) {
      this.call = call;
    }

    @Override
    public void connected(Transport transport) {
      making--;
      if (origin.isHttp2(transport)) {
        var made = new Shared(transport);
        shared.add(made);
        made.connection.open();
        client.keepsIdle();
        if (made.takes(call)) {
          call.sendOn(made, false);
        } else {
          waiting.addFirst(call);
        }
      } else {
        sendAlone(transport);
      }
      serveWaiting();
    }

    private void sendAlone(Transport transport) {
      var pooled = new Pooled(client.loop().nanos());
      ClientOptions options = client.options();
      int headBytes = options.headBytes();
      pooled.connection =
          new H1Upstream(transport, headBytes, options.headFields(), _ -> closed(pooled));
      transport.events(pooled.connection);
      call.sendOn(pooled, false);
    }

    @Override
    public void refused(ClientFailure failure) {
      making--;
      closed();
      call.fail(failure);
    }
  }

  /// A connection is free for the next request.
  void free(Pooled pooled) {
    ClientCall next = waiting.pollFirst();
    if (next != null) {
      next.sendOn(pooled, true);
      return;
    }
    pooled.idleSince = client.loop().nanos();
    idle.addFirst(pooled);
    client.keepsIdle();
  }

  private void closed(Pooled pooled) {
    idle.remove(pooled);
    closed();
  }

  /// A connection, or the attempt to make one, has ended.
  private void closed() {
    open--;
    serveWaiting();
  }

  void forget(ClientCall call) {
    waiting.remove(call);
  }

  void sweep() {
    long now = client.loop().nanos();
    for (Shared each : new ArrayList<>(shared)) {
      each.sweep(now);
    }
    long keep = client.options().keep().toNanos();
    for (Pooled each : new ArrayList<>(idle)) {
      if (now - each.idleSince > keep || isOld(each.since, now)) {
        each.connection().close();
      }
    }
  }

  void close() {
    for (ClientCall each : new ArrayList<>(waiting)) {
      each.fail(new ClientFailure.Cancelled("client is closed"));
    }
    waiting.clear();
    for (Shared each : new ArrayList<>(shared)) {
      each.connection.close();
    }
    for (Pooled each : new ArrayList<>(idle)) {
      each.connection().close();
    }
  }
}
