package dev.varve.http.server;

import dev.varve.http.Peer;
import dev.varve.http.TlsFacts;
import dev.varve.http.h1.H1Server;
import dev.varve.http.h2.H2Server;
import dev.varve.http.net.Acceptor;
import dev.varve.http.net.Transport;
import dev.varve.http.proxyprotocol.ProxyHeader;
import dev.varve.http.serve.Client;
import dev.varve.http.serve.Gate;
import dev.varve.http.serve.Serving;
import dev.varve.http.tls.ServerTls;
import dev.varve.http.tls.TlsHandshake;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Takes new connections in: counts them and gives them their protocol. Belongs to a loop.
final class Welcome implements Acceptor.Accepted {
  private static final String TOO_MANY = "503 Service Unavailable: too many connections\n";
  private static final ProxyHeader DIRECT = ProxyHeader.UNKNOWN;
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
  private static final byte[] BUSY =
      ("HTTP/1.1 503 Service Unavailable\r\ncontent-type: text/plain; charset=utf-8\r\n"
              + "content-length: "
              + TOO_MANY.length()
              + "\r\nretry-after: 1\r\nconnection: close\r\n\r\n"
              + TOO_MANY)
          .getBytes(StandardCharsets.ISO_8859_1);

  private final Serving serving;
  private final @Nullable ServerTls tls;
  private final Predicate<SocketAddress> proxies;
  private final H2Server http2;
  private final H1Server protocol;
  private final @Nullable StreamHandler streams;

  /// @param streams who takes the connections; null when they speak HTTP
  Welcome(Serving serving, ListenerOptions options, @Nullable StreamHandler streams) {
    this.serving = serving;
    this.streams = streams;
    this.tls = options.tls();
    this.proxies = options.proxies();
    this.http2 = new H2Server(serving);
    this.protocol = new H1Server(serving, http2);
  }

  @Override
  public void accepted(Transport transport) {
    Gate gate = serving.gate();
    SocketAddress remote = transport.remote();
    boolean proxied = proxies.test(remote);
    if (!gate.opened()) {
      refuse(transport, "too many connections");
    } else if (!proxied && !gate.entered(remote)) {
      refuse(transport, "too many connections of one address");
    } else if (proxied) {
      introduce(transport);
    } else if (tls != null || streams != null) {
      open(transport, DIRECT, NOTHING.duplicate());
    } else {
      protocol.open(transport, new Client(transport, serving.address(remote), null));
    }
  }

  private void introduce(Transport transport) {
    Introduction.Next next = (header, received) -> open(transport, header, received);
    new Introduction(serving, transport, next).begin();
  }

  private void open(Transport transport, ProxyHeader header, ByteBuffer received) {
    if (streams != null) {
      var peer = peer(transport, header, null);
      streams.opened(new StreamConnection(serving, transport, peer), received);
    } else if (tls == null) {
      protocol.open(transport, peer(transport, header, null), received);
    } else {
      TlsHandshake.Next next = (secured, facts) -> secured(secured, header, facts);
      new TlsHandshake(serving, tls, transport, next).begin(received);
    }
  }

  private void secured(Transport transport, ProxyHeader header, TlsFacts facts) {
    Peer peer = peer(transport, header, facts);
    if (facts.alpn().equals("h2")) {
      http2.open(transport, peer, NOTHING.duplicate());
    } else {
      protocol.open(transport, peer);
    }
  }

  private Peer peer(Transport transport, ProxyHeader header, @Nullable TlsFacts facts) {
    return header.source() == null
        ? new Client(transport, serving.address(transport.remote()), facts)
        : Introduced.by(transport, header, facts);
  }

  /// Says so before closing. What does not fit into an empty socket buffer is not worth waiting
  /// for.
  private void refuse(Transport transport, String reason) {
    serving.log().refused(transport.remote(), 503, reason);
    ByteBuffer chunk = serving.loop().take();
    try {
      transport.read(chunk);
      if (tls == null && streams == null) {
        transport.write(chunk.clear().put(BUSY).flip());
      }
      transport.shutdownOutput();
    } catch (IOException cause) {
      serving.log().refused(transport.remote(), 0, String.valueOf(cause.getMessage()));
    } finally {
      serving.loop().give(chunk);
      transport.close();
      serving.gate().closed();
    }
  }
}
