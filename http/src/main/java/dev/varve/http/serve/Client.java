package dev.varve.http.serve;

import dev.varve.http.Peer;
import dev.varve.http.TlsFacts;
import dev.varve.http.net.Transport;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/// The peer of a server's connection.
///
/// @param remote who connected, as a trusted proxy tells it
public record Client(Transport transport, SocketAddress remote, @Nullable TlsFacts tls)
    implements Peer {
  @Override
  public SocketAddress direct() {
    return transport.remote();
  }

  @Override
  public SocketAddress local() {
    return transport.local();
  }

  @Override
  public String scheme() {
    return tls == null ? "http" : "https";
  }
}
