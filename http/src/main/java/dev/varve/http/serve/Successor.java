package dev.varve.http.serve;

import dev.varve.http.Peer;
import dev.varve.http.net.Transport;
import java.nio.ByteBuffer;

/// A protocol that takes a connection over from HTTP/1.1, as HTTP/2 with prior knowledge does. It
/// adds its own [ServerConnection] to the serving and removes that at the end, as the one before it
/// would have done.
@FunctionalInterface
public interface Successor {
  /// Serves a connection that was started, beginning with bytes that were received already, which
  /// are lent.
  void open(Transport transport, Peer peer, ByteBuffer received);
}
