package dev.varve.http.server;

import dev.varve.http.TlsFacts;
import dev.varve.http.h1.H1Server;
import dev.varve.http.h2.H2Server;
import dev.varve.http.net.Acceptor;
import dev.varve.http.net.Transport;
import dev.varve.http.serve.Client;
import dev.varve.http.serve.Gate;
import dev.varve.http.serve.Serving;
import dev.varve.http.tls.ServerTls;
import dev.varve.http.tls.TlsHandshake;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Takes new connections in: counts them and gives them their protocol. Belongs to a loop.
final class Welcome implements Acceptor.Accepted {
  private static final String TOO_MANY = "503 Service Unavailable: too many connections\n";
  private static final byte[] BUSY =
      ("HTTP/1.1 503 Service Unavailable\r\ncontent-type: text/plain; charset=utf-8\r\n"
              + "content-length: "
              + TOO_MANY.length()
              + "\r\nretry-after: 1\r\nconnection: close\r\n\r\n"
              + TOO_MANY)
          .getBytes(StandardCharsets.ISO_8859_1);

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final Serving serving;
  private final @Nullable ServerTls tls;
  private final H1Server protocol;
  private final H2Server http2;

  Welcome(Serving serving, @Nullable ServerTls tls) {
    this.serving = serving;
    this.tls = tls;
    this.http2 = new H2Server(serving);
    this.protocol = new H1Server(serving, http2);
  }

  @Override
  public void accepted(Transport transport) {
    Gate gate = serving.gate();
    if (!gate.opened()) {
      refuse(transport, "too many connections");
    } else if (!gate.entered(transport.remote())) {
      refuse(transport, "too many connections of one address");
    } else if (tls != null) {
      new TlsHandshake(serving, tls, transport, this::secured).begin();
    } else {
      protocol.open(transport, new Client(transport, transport.remote(), null));
    }
  }

  private void secured(Transport transport, TlsFacts facts) {
    var client = new Client(transport, transport.remote(), facts);
    if (facts.alpn().equals("h2")) {
      http2.open(transport, client, NOTHING);
    } else {
      protocol.open(transport, client);
    }
  }

  /// Says so before closing. What does not fit into an empty socket buffer is not worth waiting
  /// for.
  private void refuse(Transport transport, String reason) {
    serving.log().refused(transport.remote(), 503, reason);
    ByteBuffer chunk = serving.loop().take();
    try {
      transport.read(chunk);
      if (tls == null) {
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
