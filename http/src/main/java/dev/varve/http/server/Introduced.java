package dev.varve.http.server;

import dev.varve.http.Peer;
import dev.varve.http.TlsFacts;
import dev.varve.http.net.Transport;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/// A client that a trusted proxy speaks for.
record Introduced(Transport transport, ProxyHeader.Ends ends, @Nullable TlsFacts tls)
    implements Peer {
  @Override
  public SocketAddress remote() {
    SocketAddress told = ends.remote();
    return told == null ? transport.remote() : told;
  }

  @Override
  public SocketAddress direct() {
    return transport.remote();
  }

  @Override
  public SocketAddress local() {
    SocketAddress told = ends.local();
    return told == null ? transport.local() : told;
  }

  @Override
  public String scheme() {
    return tls == null ? "http" : "https";
  }
}
