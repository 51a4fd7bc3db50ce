package dev.varve.http.serve;

import dev.varve.http.Peer;
import dev.varve.http.TlsFacts;
import dev.varve.http.net.Transport;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/// The peer of a server's connection. Belongs to the connection's loop.
public final class Client implements Peer {
  private final Transport transport;
  private final @Nullable TlsFacts tls;
  private final Peer.Address address;

  /// @param address of whom the transport leads to, as [Serving#address] has it
  public Client(Transport transport, Peer.Address address, @Nullable TlsFacts tls) {
    this.transport = transport;
    this.address = address;
    this.tls = tls;
  }

  @Override
  public SocketAddress remote() {
    return transport.remote();
  }

  @Override
  public Peer.Address address() {
    return address;
  }

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

  @Override
  public @Nullable TlsFacts tls() {
    return tls;
  }
}
