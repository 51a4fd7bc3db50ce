package dev.varve.http.tls;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;

/// The certificates among the test resources.
final class TestCertificates {
  private TestCertificates() {}

  static Path path(String name) {
    try {
      return Path.of(Objects.requireNonNull(TestCertificates.class.getResource(name)).toURI());
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  static TlsCertificate certificate(String name) {
    return TlsCertificate.load(path(name + ".pem"), path(name + ".key"));
  }
}
