package dev.varve.http.serve;

import dev.varve.http.Peer;
import dev.varve.http.TlsFacts;
import dev.varve.http.net.Transport;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/// The peer of a server's connection. Belongs to the connection's loop.
public final class Client implements Peer {
  private final Transport transport;
  private final SocketAddress remote;
  private final @Nullable TlsFacts tls;
  private Peer.@Nullable Address address;

  /// @param remote who connected, as a trusted proxy tells it
  public Client(Transport transport, SocketAddress remote, @Nullable TlsFacts tls) {
    this.transport = transport;
    this.remote = remote;
    this.tls = tls;
  }

  @Override
  public SocketAddress remote() {
    return remote;
  }

  @Override
  public Peer.Address address() {
    Peer.Address known = address;
    if (known == null) {
      address = known = Peer.Address.of(remote);
    }
    return known;
  }

  @Override
  public SocketAddress local() {
    return transport.local();
  }

  @Override
  public String scheme() {
    return tls == null ? "http" : "https";
  }

  @Override
  public @Nullable TlsFacts tls() {
    return tls;
  }
}
