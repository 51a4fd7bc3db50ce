package dev.varve.http.proxyprotocol;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// What a proxy says in front of a connection. Only to be believed when it comes from a network
/// that is trusted; any client can write one.
///
/// @param source who connected to the proxy; null when the proxy does not know or speaks for itself
/// @param destination where to; null together with the source
/// @param authority the host name the client asked for by SNI, empty without one
public record ProxyHeader(
    @Nullable InetSocketAddress source, @Nullable InetSocketAddress destination, String authority) {
  /// The connection speaks for itself: a health check, or nothing is known.
  public static final ProxyHeader UNKNOWN = new ProxyHeader(null, null, "");

  public ProxyHeader {
    if ((source == null) != (destination == null)) {
      throw new IllegalArgumentException("source and destination come together");
    }
  }

  public static ProxyHeader of(InetSocketAddress source, InetSocketAddress destination) {
    return new ProxyHeader(source, destination, "");
  }
}
