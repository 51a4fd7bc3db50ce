package dev.varve.http.net;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A UDP socket of one loop. All calls are made on the loop, except [#close].
public interface Datagrams {
  /// What comes; called on the loop.
  interface Events {
    /// One datagram, whole, in a buffer that is lent for the call.
    void received(ByteBuffer lent, InetSocketAddress from);

    /// Nobody listens at the address that the socket is connected to.
    void unreachable();
  }

  /// Where the socket is bound and whom it talks to.
  ///
  /// @param local where to bind; null for a free port
  /// @param remote the only peer; null for any
  /// @param shared whether the sockets of several loops share the address: the kernel gives all
  ///   datagrams of one peer to the same socket
  record Options(
      @Nullable InetSocketAddress local, @Nullable InetSocketAddress remote, boolean shared) {
    /// On an address that all loops share.
    public static Options listening(InetSocketAddress local) {
      return new Options(local, null, true);
    }

    /// On a free port, talking to one peer only; the kernel drops what others send.
    public static Options to(InetSocketAddress remote) {
      return new Options(null, remote, false);
    }
  }

  /// Where it is bound, with the port that was chosen for port 0.
  InetSocketAddress local();

  /// Sends one datagram to the peer, or to anybody when the socket has none. What the kernel has no
  /// room for is dropped, as datagrams are.
  ///
  /// @param to null for the socket's own peer
  /// @return whether the kernel took it
  boolean send(ByteBuffer datagram, @Nullable InetSocketAddress to);

  /// Closes the socket; may be called by any thread, and twice.
  void close();
}
