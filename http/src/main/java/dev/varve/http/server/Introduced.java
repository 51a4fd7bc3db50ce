package dev.varve.http.server;

import dev.varve.http.Peer;
import dev.varve.http.TlsFacts;
import dev.varve.http.net.Transport;
import dev.varve.http.proxyprotocol.ProxyHeader;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/// A client that a trusted proxy speaks for.
record Introduced(Transport transport, ProxyHeader header, @Nullable TlsFacts tls) implements Peer {
  @Override
  public SocketAddress remote() {
    SocketAddress told = header.source();
    return told == null ? transport.remote() : told;
  }

  @Override
  public SocketAddress direct() {
    return transport.remote();
  }

  @Override
  public SocketAddress local() {
    SocketAddress told = header.destination();
    return told == null ? transport.local() : told;
  }

  @Override
  public String scheme() {
    return tls == null ? "http" : "https";
  }
}
