package dev.varve.http.server;

import dev.varve.http.Peer;
import dev.varve.http.TlsFacts;
import dev.varve.http.net.Transport;
import dev.varve.http.proxyprotocol.ProxyHeader;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/// A client that a trusted proxy speaks for.
record Introduced(
    Transport transport,
    SocketAddress remote,
    SocketAddress local,
    Peer.Address address,
    @Nullable TlsFacts tls)
    implements Peer {

  static Introduced by(Transport transport, ProxyHeader header, @Nullable TlsFacts tls) {
    SocketAddress source = header.source();
    SocketAddress remote = source == null ? transport.remote() : source;
    SocketAddress destination = header.destination();
    SocketAddress local = destination == null ? transport.local() : destination;
    return new Introduced(transport, remote, local, Peer.Address.of(remote), tls);
  }

  @Override
  public String scheme() {
    return tls == null ? "http" : "https";
  }
}
