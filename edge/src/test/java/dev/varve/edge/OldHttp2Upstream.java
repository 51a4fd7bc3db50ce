package dev.varve.edge;

import dev.varve.testkit.SmallAuthority;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/// An upstream over TLS whose HTTP/2 knows no tunnels, as most have it: its settings say nothing of
/// RFC 8441. Over HTTP/1.1, if it speaks that, it takes WebSockets and echoes four bytes.
final class OldHttp2Upstream implements AutoCloseable {
  private static final byte[] SETTINGS = {0, 0, 0, 4, 0, 0, 0, 0, 0};
  private static final byte[] ACKNOWLEDGED = {0, 0, 0, 4, 1, 0, 0, 0, 0};

  private final SSLServerSocket server;
  private final List<SSLSocket> open = new CopyOnWriteArrayList<>();

  /// What was spoken on each connection.
  final List<String> protocols = new CopyOnWriteArrayList<>();

  OldHttp2Upstream(String... offered) throws Exception {
    server =
        (SSLServerSocket)
            context()
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    var parameters = server.getSSLParameters();
    parameters.setApplicationProtocols(offered);
    server.setSSLParameters(parameters);
    Thread.ofVirtual().start(this::accept);
  }

  private static SSLContext context() throws Exception {
    var authority = new SmallAuthority();
    var chain =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(
                new ByteArrayInputStream(
                    authority.chain(List.of("a.test"), null).getBytes(StandardCharsets.US_ASCII)))
            .toArray(new Certificate[0]);
    String key = authority.key().replaceAll("-----[A-Z ]+-----|\\s", "");
    PrivateKey secret =
        KeyFactory.getInstance(chain[0].getPublicKey().getAlgorithm())
            .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(key)));
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("a", secret, new char[0], chain);
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, new char[0]);
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  int port() {
    return server.getLocalPort();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        SSLSocket socket = (SSLSocket) server.accept();
        open.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException _) {
        return;
      }
    }
  }

  private void serve(SSLSocket socket) {
    try (socket) {
      socket.startHandshake();
      protocols.add(socket.getApplicationProtocol());
      if (socket.getApplicationProtocol().equals("h2")) {
        socket.getOutputStream().write(SETTINGS);
        socket.getOutputStream().write(ACKNOWLEDGED);
        socket.getOutputStream().flush();
        socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
      } else {
        echo(socket);
      }
    } catch (IOException _) {
      open.remove(socket);
    }
  }

  private static void echo(SSLSocket socket) throws IOException {
    InputStream in = socket.getInputStream();
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.read());
    }
    String answer =
        Wire.head("HTTP/1.1 101 Switching Protocols", "connection: upgrade", "upgrade: websocket");
    socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().write(in.readNBytes(4));
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (SSLSocket each : open) {
      each.close();
    }
  }
}
