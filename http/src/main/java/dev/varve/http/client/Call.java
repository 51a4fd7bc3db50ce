package dev.varve.http.client;

import dev.varve.http.Request;
import java.net.SocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A request under way at a client. It is recycled: not to be touched after its reader got a
/// failure, or the answer's body ended or was cancelled.
public interface Call {
  /// Gives up. The connection is closed, since what is on its way cannot be called back; the reader
  /// is not called again.
  void cancel();

  Request request();

  /// The address that is really talked to; null before there is a connection.
  @Nullable SocketAddress remote();

  /// Whether the connection had served another request before.
  boolean reused();

  /// When the first byte of the answer came, by the loop's nanos; 0 before.
  long firstByteNanos();

  /// When the connection was ready, by the loop's nanos; 0 before.
  long connectedNanos();

  /// Limits of time for this call in place of the client's; to be set right after sending.
  void timeouts(Duration connect, Duration firstByte, Duration idle, Duration total);
}
