package dev.varve.program.instance;

import dev.varve.testkit.TestCertificates;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// The JDK's own client, which trusts the authority of the tests and speaks HTTP/2 where TLS agrees
/// on it.
final class SecureClient {
  private SecureClient() {}

  static HttpClient open() {
    return HttpClient.newBuilder().sslContext(trusting()).build();
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
}
