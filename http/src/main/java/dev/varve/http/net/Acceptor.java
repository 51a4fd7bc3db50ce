package dev.varve.http.net;

import java.net.SocketAddress;

/// A listening socket of one loop.
public interface Acceptor {
  /// Takes new connections; called on the loop. The transport is not started yet.
  @FunctionalInterface
  interface Accepted {
    void accepted(Transport transport);
  }

  /// @param backlog how many connections the kernel keeps waiting
  /// @param reusePort whether several loops listen on the address, each with its own socket
  /// @param deferAccept whether the kernel hands a connection over only when its first bytes came;
  ///   saves work for short connections and hides idle ones; TCP on Linux only
  record Options(int backlog, boolean reusePort, boolean deferAccept) {}

  /// Where it listens, with the port that was chosen for port 0.
  SocketAddress local();

  /// Stops listening. Connections that were accepted stay. May be called by any thread.
  void close();
}
