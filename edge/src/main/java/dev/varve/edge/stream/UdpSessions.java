package dev.varve.edge.stream;

import dev.varve.http.net.Datagrams;
import dev.varve.http.net.Loop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The clients of a UDP stream on one loop.
final class UdpSessions implements Datagrams.Events {
  private final Loop loop;
  private final UdpListener listener;
  private final StreamSink sink;
  private final Map<InetSocketAddress, UdpSession> sessions = new HashMap<>();
  private @Nullable Datagrams socket;
  private boolean stopped;

  private UdpSessions(Loop loop, UdpListener listener, StreamSink sink) {
    this.loop = loop;
    this.listener = listener;
    this.sink = sink;
  }

  static UdpSessions open(
      Loop loop, InetSocketAddress address, UdpListener listener, StreamSink sink)
      throws IOException {
    var sessions = new UdpSessions(loop, listener, sink);
    Datagrams socket = loop.datagrams(Datagrams.Options.listening(address), sessions);
    loop.execute(() -> sessions.socket = socket);
    return sessions;
  }

  Loop loop() {
    return loop;
  }

  StreamSink sink() {
    return sink;
  }

  @Override
  public void received(ByteBuffer lent, InetSocketAddress from) {
    UdpSession session = sessions.get(from);
    if (session == null) {
      if (stopped || !listener.enter(from.getAddress())) {
        sink.metrics().dropped(loop.number());
        return;
      }
      session = new UdpSession(this, listener.rules(), from);
      sessions.put(from, session);
      session.begin();
    }
    session.received(lent);
  }

  /// A socket without a peer hears of no refusal that it could attribute.
  @Override
  public void unreachable() {}

  /// Sends to a client.
  void answer(ByteBuffer datagram, InetSocketAddress client) {
    Datagrams by = socket;
    if (by == null || !by.send(datagram, client)) {
      sink.metrics().dropped(loop.number());
    }
  }

  void ended(UdpSession session, InetSocketAddress client) {
    if (sessions.remove(client, session)) {
      listener.leave(client.getAddress());
    }
  }

  /// By any thread.
  void stop() {
    loop.execute(() -> stopped = true);
  }

  /// By any thread.
  void close() {
    loop.execute(() -> {
      stopped = true;
      for (UdpSession each : new ArrayList<>(sessions.values())) {
        each.end(StreamEnd.CUT);
      }
      Datagrams open = socket;
      socket = null;
      if (open != null) {
        open.close();
      }
    });
  }
}
