package dev.varve.http.tls;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/// A blocking client of BoringSSL that tells what came with the certificate.
public final class NativeClient {
  private final SslContext context;
  private byte[] staple = {};

  public NativeClient() {
    try {
      context =
          SslContextBuilder.forClient()
              .sslProvider(SslProvider.OPENSSL)
              .enableOcsp(true)
              .endpointIdentificationAlgorithm(null)
              .trustManager(InsecureTrustManagerFactory.INSTANCE)
              .build();
    } catch (SSLException cause) {
      throw new UncheckedIOException(cause);
    }
  }

  /// The OCSP answer that came last, in DER; empty without one.
  public byte[] staple() {
    return staple.clone();
  }

  /// The body of the answer to `GET /` on a connection of its own.
  public String get(int port, String name) throws IOException {
    var engine =
        (ReferenceCountedOpenSslEngine)
            context.newEngine(UnpooledByteBufAllocator.DEFAULT, "peer", port);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setServerNames(List.of(new SNIHostName(name)));
    engine.setSSLParameters(parameters);
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(20_000);
      return new Talk(engine, socket).run();
    } finally {
      ReferenceCountUtil.safeRelease(engine);
    }
  }

  /// One connection.
  private final class Talk {
    private final ReferenceCountedOpenSslEngine engine;
    private final Socket socket;
    private final ByteBuffer in = ByteBuffer.allocate(64 * 1024).flip();
    private final ByteBuffer plain = ByteBuffer.allocate(64 * 1024);

    Talk(ReferenceCountedOpenSslEngine engine, Socket socket) {
      this.engine = engine;
      this.socket = socket;
    }

    String run() throws IOException {
      engine.beginHandshake();
      HandshakeStatus status = engine.getHandshakeStatus();
      while (status != HandshakeStatus.NOT_HANDSHAKING && status != HandshakeStatus.FINISHED) {
        switch (status) {
          case NEED_WRAP -> send("");
          case NEED_TASK -> Objects.requireNonNull(engine.getDelegatedTask()).run();
          default -> receive();
        }
        status = engine.getHandshakeStatus();
      }
      byte[] told = engine.getOcspResponse();
      staple = told == null ? new byte[0] : told;
      send("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
      while (receive()) {
        // until the server closes
      }
      String answer = StandardCharsets.ISO_8859_1.decode(plain.flip()).toString();
      return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    private void send(String text) throws IOException {
      ByteBuffer out = ByteBuffer.allocate(64 * 1024);
      engine.wrap(StandardCharsets.ISO_8859_1.encode(text), out);
      socket.getOutputStream().write(out.array(), 0, out.position());
    }

    /// False at the end.
    private boolean receive() throws IOException {
      HandshakeStatus before = engine.getHandshakeStatus();
      if (engine.unwrap(in, plain).bytesConsumed() > 0 || engine.getHandshakeStatus() != before) {
        return true;
      }
      in.compact();
      int read = socket.getInputStream().read(in.array(), in.position(), in.remaining());
      in.position(in.position() + Math.max(read, 0)).flip();
      return read > 0;
    }
  }
}
