package dev.varve.program.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.base.Clock;
import dev.varve.base.Failure;
import dev.varve.base.json.Json;
import dev.varve.graph.Graph;
import dev.varve.testkit.Ports;
import dev.varve.testkit.SmallAuthority;
import dev.varve.testkit.TestCertificates;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `tls`, from the configuration to what clients see.
final class TlsListenerTest {
  private static final SmallAuthority AUTHORITY = new SmallAuthority();

  @TempDir private Path folder;

  @BeforeEach
  void writeFiles() throws IOException {
    Files.writeString(folder.resolve("a.pem"), AUTHORITY.chain(List.of("a.test"), null));
    Files.writeString(folder.resolve("a.key"), AUTHORITY.key());
    Files.writeString(folder.resolve("clients.pem"), AUTHORITY.certificate());
  }

  /// @param tls further members of `tls`, each behind a comma
  private Instance serving(int port, String tls) {
    String graph =
        """
        {"listen": {"https": {"address": "127.0.0.1:%d"}},
         "tls": {"certificates": [{"certificate": "a.pem", "key": "a.key"}] %s},
         "sites": {"a.test": [
           {"path": "/open", "respond": {"body": "open"}},
           {"path": "/mine", "auth": {"clientCertificate": true}, "respond": {"body": "mine"}}]}}
        """
            .formatted(port, tls);
    return Instance.start(
        Graph.read(Json.parse(graph)),
        new InstanceOptions(
            folder,
            folder.resolve("data"),
            new HostPort("127.0.0.1", 0),
            1,
            false,
            false,
            Clock.SYSTEM));
  }

  private static SSLContext client(boolean shows) throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    var certificates = CertificateFactory.getInstance("X.509");
    var authority = stream(AUTHORITY.certificate());
    keys.setCertificateEntry("authority", certificates.generateCertificate(authority));
    if (shows) {
      var chain = stream(AUTHORITY.chain(List.of("client.test"), null));
      byte[] key =
          Base64.getMimeDecoder().decode(AUTHORITY.key().replaceAll("-----[A-Z ]+-----", ""));
      keys.setKeyEntry(
          "own",
          KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key)),
          new char[0],
          certificates.generateCertificates(chain).toArray(java.security.cert.Certificate[]::new));
    }
    KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
    own.init(keys, new char[0]);
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(keys);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private static ByteArrayInputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String ask(SSLContext client, int port, String name, String path)
      throws Exception {
    try (var socket = (SSLSocket) client.getSocketFactory().createSocket("127.0.0.1", port)) {
      socket.setSoTimeout(20_000);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setServerNames(List.of(new SNIHostName(name)));
      socket.setSSLParameters(parameters);
      String request = "GET " + path + " HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  @Test
  void unknownNamesAreRefusedUnlessTheyGetTheFirstCertificate() throws Exception {
    int port = Ports.free();
    SSLContext client = client(false);
    SSLContext other = client(false);
    try (var strict = serving(port, "")) {
      assertThat(strict.urls()).hasSize(1);
      assertThat(ask(client, port, "a.test", "/open")).endsWith("open");
      assertThatThrownBy(() -> ask(other, port, "b.test", "/open"))
          .isInstanceOf(SSLException.class)
          .hasMessageContaining("unrecognized_name");
    }
    try (var mild = serving(port, ", \"unknownName\": \"first\"")) {
      assertThat(mild.urls()).hasSize(1);
      assertThat(ask(other, port, "b.test", "/open")).startsWith("HTTP/1.1 ");
    }
  }

  @Test
  void routesDecideAboutClientsWhereCertificatesAreOnlyRequested() throws Exception {
    int port = Ports.free();
    String auth = ", \"clientAuth\": {\"ca\": \"clients.pem\", \"mode\": \"request\"}";
    try (var instance = serving(port, auth)) {
      assertThat(instance.urls()).hasSize(1);
      assertThat(ask(client(false), port, "a.test", "/open")).endsWith("open");
      assertThat(ask(client(false), port, "a.test", "/mine")).doesNotEndWith("mine");
      assertThat(ask(client(true), port, "a.test", "/mine")).endsWith("mine");
    }
  }

  /// The problem names the file, or the certificate that a key does not fit.
  @ParameterizedTest
  @CsvSource({
    "a.pem, missing, a.pem",
    "a.pem, directory, a.pem",
    "a.pem, empty, a.pem",
    "a.pem, zeros, a.pem",
    "a.pem, large, a.pem",
    "a.pem, cut, a.pem",
    "a.pem, key, a.pem",
    "a.key, missing, a.key",
    "a.key, directory, a.key",
    "a.key, empty, a.test",
    "a.key, zeros, a.test",
    "a.key, large, a.key",
    "a.key, cut, a.test",
    "a.key, certificate, a.test",
    "a.key, encrypted, a.test",
    "a.key, stranger, a.test",
  })
  void aFileThatIsNoCertificateOrKeyRefusesTheStart(String file, String how, String named)
      throws IOException {
    Path spoilt = folder.resolve(file);
    String text = Files.readString(spoilt);
    Files.delete(spoilt);
    switch (how) {
      case "missing" -> assertThat(spoilt).doesNotExist();
      case "directory" -> Files.createDirectory(spoilt);
      case "empty" -> Files.writeString(spoilt, "");
      case "zeros" -> Files.write(spoilt, new byte[1_000]);
      case "large" -> Files.writeString(spoilt, text + "\n".repeat(2 << 20));
      case "cut" -> Files.writeString(spoilt, text.substring(0, 100));
      case "key" -> Files.writeString(spoilt, AUTHORITY.key());
      case "certificate" -> Files.writeString(spoilt, AUTHORITY.certificate());
      case "encrypted" -> Files.writeString(spoilt, text.replace("PRIVATE", "ENCRYPTED PRIVATE"));
      default -> Files.copy(TestCertificates.key("one"), spoilt);
    }

    assertThatThrownBy(() -> serving(Ports.free(), ""))
        .isInstanceOf(Failure.class)
        .hasMessageContaining(named)
        .hasMessageContaining("[E1504]")
        .hasMessageNotContaining(text.lines().skip(1).findFirst().orElseThrow());
  }

  @ParameterizedTest
  @CsvSource({
    "'', TLSv1.2, true",
    "'', TLSv1.3, true",
    "1.3, TLSv1.2, false",
    "1.3, TLSv1.3, true"
  })
  void versionsAreThoseOfTheConfiguration(String least, String version, boolean spoken)
      throws Exception {
    int port = Ports.free();
    String tls = least.isEmpty() ? "" : ", \"minVersion\": \"" + least + "\"";
    try (var instance = serving(port, tls);
        var socket = (SSLSocket) client(false).getSocketFactory().createSocket("127.0.0.1", port)) {
      assertThat(instance.urls()).hasSize(1);
      socket.setSoTimeout(20_000);
      socket.setEnabledProtocols(new String[] {version});
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setServerNames(List.of(new SNIHostName("a.test")));
      parameters.setApplicationProtocols(new String[] {"x", "http/1.1"});
      socket.setSSLParameters(parameters);
      if (spoken) {
        socket.startHandshake();
        assertThat(socket.getSession().getProtocol()).isEqualTo(version);
        assertThat(socket.getApplicationProtocol()).isEqualTo("http/1.1");
      } else {
        assertThatThrownBy(socket::startHandshake)
            .isInstanceOf(SSLException.class)
            .hasMessageContaining("protocol_version");
      }
    }
  }

  @Test
  void aMissingAuthorityRefusesTheStart() {
    String auth = ", \"clientAuth\": {\"ca\": \"nowhere.pem\"}";
    assertThatThrownBy(() -> serving(Ports.free(), auth))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("nowhere.pem");
  }

  @Test
  void sessionsSurviveARestartUnlessTicketsAreOff() throws Exception {
    int port = Ports.free();
    SSLContext client = client(false);
    for (int i = 0; i < 2; i++) {
      try (var instance = serving(port, "")) {
        ask(client, port, "a.test", "/open");
        assertThat(instance.handshakes().resumed()).isEqualTo(i);
      }
    }
    assertThat(folder.resolve("data/tickets")).exists();
    try (var instance = serving(port, ", \"tickets\": false")) {
      ask(client, port, "a.test", "/open");
      ask(client, port, "a.test", "/open");
      assertThat(instance.handshakes().resumed()).isZero();
    }
  }
}
