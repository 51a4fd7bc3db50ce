package dev.varve.http.server;

import java.nio.ByteBuffer;

/// Takes the connections of a listener that speaks no HTTP. Called on the loop of the connection.
@FunctionalInterface
public interface StreamHandler {
  /// A client has connected. The handler starts the connection's transport, and ends it with
  /// [StreamConnection#close].
  ///
  /// @param received what came already, lent for the call; mostly nothing
  void opened(StreamConnection connection, ByteBuffer received);
}
