package dev.varve.http.client;

import dev.varve.http.h1.H1Upstream;
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
  private int open;

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

  boolean isUnused() {
    return open == 0 && waiting.isEmpty();
  }

  /// Gives a call a connection: an idle one, a new one, or the next that becomes free.
  void serve(ClientCall call) {
    Pooled kept = takeIdle();
    if (kept != null) {
      call.sendOn(kept, true);
    } else if (open < client.options().connectionsPerOrigin()) {
      connect(call);
    } else if (waiting.size() < client.options().waiting()) {
      waiting.addLast(call);
    } else {
      call.fail(new ClientFailure.Refused("too many requests wait for " + origin));
    }
  }

  /// Gives a call a new connection.
  void connect(ClientCall call) {
    open++;
    var connecting = new Connecting(client, origin, new Made(call));
    call.connecting(connecting);
    connecting.start();
  }

  private @Nullable Pooled takeIdle() {
    long now = client.loop().nanos();
    for (Pooled each = idle.pollFirst(); each != null; each = idle.pollFirst()) {
      if (each.connection().isOpen() && !isOld(each, now)) {
        return each;
      }
      each.connection().close();
    }
    return null;
  }

  private boolean isOld(Pooled each, long now) {
    return now - each.since > client.options().lifetime().toNanos();
  }

  /// What becomes of an attempt to connect.
  private final class Made implements Connecting.Listener {
    private final ClientCall call;

    Made(ClientCall call) {
      this.call = call;
    }

    @Override
    public void connected(Transport transport) {
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
    ClientCall next = waiting.pollFirst();
    if (next != null) {
      connect(next);
    }
  }

  void forget(ClientCall call) {
    waiting.remove(call);
  }

  void sweep() {
    long now = client.loop().nanos();
    long keep = client.options().keep().toNanos();
    for (Pooled each : new ArrayList<>(idle)) {
      if (now - each.idleSince > keep || isOld(each, now)) {
        each.connection().close();
      }
    }
  }

  void close() {
    for (ClientCall each : new ArrayList<>(waiting)) {
      each.fail(new ClientFailure.Cancelled("client is closed"));
    }
    waiting.clear();
    for (Pooled each : new ArrayList<>(idle)) {
      each.connection().close();
    }
  }
}
