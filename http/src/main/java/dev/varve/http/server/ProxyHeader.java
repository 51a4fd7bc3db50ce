package dev.varve.http.server;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Reads what a proxy says about its client before the protocol begins, as the PROXY protocol does.
/// Without state: used by all loops.
@FunctionalInterface
public interface ProxyHeader {
  /// The longest header that is waited for; one of version 2 with a client certificate fits.
  int BYTES_MOST = 4096;

  /// The two ends of the client's own connection.
  ///
  /// @param remote null when the proxy speaks for itself, as for its health checks
  record Ends(@Nullable SocketAddress remote, @Nullable SocketAddress local) {}

  /// Reads the header from the buffer's position on, which then stands behind it; null, with the
  /// position as it was, when it is not complete.
  ///
  /// @throws IOException when there is no such header
  @Nullable Ends read(ByteBuffer received) throws IOException;
}
