package dev.varve.http.h3;

import dev.varve.http.Peer;
import dev.varve.http.TlsFacts;
import dev.varve.http.tls.ServerTls;
import io.netty.handler.codec.quic.QuicChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/// The client of a QUIC connection. Its address changes when it moves to another network, but not
/// before it has shown there that it is the same client.
final class H3Peer implements Peer {
  private final ServerTls shown;
  private final SocketAddress first;
  private final SocketAddress local;
  private SocketAddress remote;
  private Peer.Address address;
  private String serverName = "";
  private @Nullable TlsFacts tls;

  /// @param shown tells which hosts share a certificate
  H3Peer(ServerTls shown, SocketAddress remote, SocketAddress local) {
    this.shown = shown;
    this.first = remote;
    this.remote = remote;
    this.address = Peer.Address.of(remote);
    this.local = local;
  }

  void serverName(String name) {
    serverName = name;
  }

  void movedTo(InetSocketAddress to) {
    remote = to;
    address = Peer.Address.of(to);
  }

  /// What the handshake agreed on so far; said again when it is over.
  ///
  /// @param early whether it is not over
  void secured(QuicChannel channel, boolean early) {
    SSLEngine engine = channel.sslEngine();
    SSLSession session = engine == null ? null : engine.getSession();
    tls =
        new TlsFacts(
            serverName,
            "h3",
            "TLSv1.3",
            session == null ? "" : session.getCipherSuite(),
            "",
            session == null ? List.of() : certificates(session),
            early,
            shown.shared(serverName));
  }

  private static List<X509Certificate> certificates(SSLSession session) {
    var chain = new ArrayList<X509Certificate>();
    try {
      for (Certificate each : session.getPeerCertificates()) {
        if (each instanceof X509Certificate certificate) {
          chain.add(certificate);
        }
      }
    } catch (SSLPeerUnverifiedException _) {
      chain.clear(); // the client showed none
    }
    return chain;
  }

  /// Where it came from at first, under which it is counted.
  SocketAddress first() {
    return first;
  }

  @Override
  public SocketAddress remote() {
    return remote;
  }

  @Override
  public Peer.Address address() {
    return address;
  }

  @Override
  public SocketAddress local() {
    return local;
  }

  @Override
  public String scheme() {
    return "https";
  }

  @Override
  public @Nullable TlsFacts tls() {
    return tls;
  }
}
