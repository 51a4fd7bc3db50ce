package dev.varve.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.file.Files;
import java.security.SignatureException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TestCertificatesTest {
  private static X509Certificate certificate(String name) throws Exception {
    try (InputStream in = Files.newInputStream(TestCertificates.certificate(name))) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"one", "wild", "client"})
  void theAuthoritySigns(String name) throws Exception {
    certificate(name).verify(certificate("authority").getPublicKey());
    assertThat(TestCertificates.key(name)).content().startsWith("-----BEGIN PRIVATE KEY-----\n");
  }

  @Test
  void aStrangerSignsForItself() throws Exception {
    X509Certificate stranger = certificate("stranger");
    stranger.verify(stranger.getPublicKey());
    assertThatThrownBy(() -> stranger.verify(certificate("authority").getPublicKey()))
        .isInstanceOf(SignatureException.class);
  }

  @Test
  void refusesNamesItDoesNotHave() {
    assertThatThrownBy(() -> TestCertificates.key("nobody"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
