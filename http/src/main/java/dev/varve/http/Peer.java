package dev.varve.http;

import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/// The other end of a server's connection. The same object for all exchanges of a connection.
public interface Peer {
  /// Who connected: an `InetSocketAddress`, or a `UnixDomainSocketAddress` without a path. With the
  /// PROXY protocol what the trusted proxy said.
  SocketAddress remote();

  /// [#remote] written out; made once for a connection.
  PeerAddress address();

  /// Who really connected; differs from [#remote] behind the PROXY protocol only.
  SocketAddress direct();

  /// The address connected to.
  SocketAddress local();

  /// `http` or `https`.
  String scheme();

  /// What TLS negotiated; null on plain connections.
  @Nullable TlsFacts tls();
}
