package dev.varve.http.h1;

import dev.varve.http.Peer;
import dev.varve.http.net.Transport;
import dev.varve.http.serve.Serving;
import dev.varve.http.serve.Successor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// HTTP/1.1 for the connections of one listener on one loop, with the exchanges they recycle.
/// Belongs to the loop.
public final class H1Server {
  private static final int EXCHANGES_KEPT = 1024;

  private final Serving serving;
  private final @Nullable Successor successor;
  private final Texts texts = new Texts();
  private final ArrayDeque<H1Exchange> free = new ArrayDeque<>();

  /// @param successor who takes over when a client begins with the preface of HTTP/2; null refuses
  public H1Server(Serving serving, @Nullable Successor successor) {
    this.serving = serving;
    this.successor = successor;
  }

  /// Serves a connection that was just accepted (and has finished its TLS handshake).
  public void open(Transport transport, Peer peer) {
    new H1Connection(this, transport, peer).open();
  }

  /// Serves a connection that begins with bytes that were received already, which are lent.
  public void open(Transport transport, Peer peer, ByteBuffer received) {
    new H1Connection(this, transport, peer).open(received);
  }

  Serving serving() {
    return serving;
  }

  @Nullable Successor successor() {
    return successor;
  }

  /// Gives a connection that speaks HTTP/2 to who does, with the bytes that were received.
  void handOver(Transport transport, Peer peer, ByteBuffer received) throws IOException {
    if (successor != null) {
      successor.open(transport, peer, received);
    }
  }

  /// Closes a connection that nobody takes over.
  void abandon(Transport transport, Peer peer) {
    transport.close();
    serving.gate().left(peer.remote());
    serving.gate().closed();
  }

  H1Exchange take() {
    H1Exchange free = this.free.pollFirst();
    return free == null ? new H1Exchange(texts, serving.timeouts()) : free;
  }

  void give(H1Exchange exchange) {
    if (free.size() < EXCHANGES_KEPT) {
      free.addFirst(exchange);
    }
  }
}
