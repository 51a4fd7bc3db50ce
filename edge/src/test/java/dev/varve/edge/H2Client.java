package dev.varve.edge;

import dev.varve.http.tls.ServerTls;
import dev.varve.http.tls.TlsCertificate;
import dev.varve.http.tls.TlsPolicy;
import dev.varve.testkit.TestCertificates;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// The JDK's own client, which speaks HTTP/2 where TLS agrees on it.
final class H2Client implements AutoCloseable {
  private final HttpClient client = HttpClient.newBuilder().sslContext(trusting()).build();
  private final String base;

  H2Client(int port) {
    base = "https://localhost:" + port;
  }

  /// What a server shows this client.
  static ServerTls tls() {
    return new ServerTls(
        TlsPolicy.DEFAULT,
        List.of(
            TlsCertificate.load(TestCertificates.certificate("one"), TestCertificates.key("one"))));
  }

  HttpResponse<byte[]> ask(String method, String target, byte[] body, String... namesAndValues) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + target))
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
    for (int i = 0; i < namesAndValues.length; i += 2) {
      request.header(namesAndValues[i], namesAndValues[i + 1]);
    }
    try {
      var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      if (answer.version() != HttpClient.Version.HTTP_2) {
        throw new AssertionError("must be HTTP/2, but is " + answer.version());
      }
      return answer;
    } catch (IOException | InterruptedException e) {
      throw new AssertionError("must be answered, but: " + e, e);
    }
  }

  private static SSLContext trusting() {
    try (var in = Files.newInputStream(TestCertificates.certificate("authority"))) {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry(
          "authority", CertificateFactory.getInstance("X.509").generateCertificate(in));
      var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, factory.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
    client.close();
  }
}
