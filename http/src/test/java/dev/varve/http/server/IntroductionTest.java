package dev.varve.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.http.Body;
import dev.varve.http.Handler;
import dev.varve.http.ServerTimeouts;
import dev.varve.http.TestServer;
import dev.varve.http.net.Loops;
import dev.varve.http.proxyprotocol.ProxyHeader;
import dev.varve.http.proxyprotocol.ProxyHeaderWriter;
import dev.varve.http.tls.ServerTls;
import dev.varve.http.tls.TlsCertificate;
import dev.varve.http.tls.TlsPolicy;
import dev.varve.testkit.TestCertificates;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Proxies that introduce their clients with the PROXY protocol.
class IntroductionTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
  private static final Handler WHO =
      exchange -> {
        var client = (InetSocketAddress) exchange.peer().remote();
        exchange.respond(exchange.response(), Body.of(client.getAddress().getHostAddress()));
      };

  private static String first(String client) {
    return "PROXY TCP4 " + client + " 192.0.2.254 56324 80\r\n";
  }

  private static byte[] second(String client) {
    ByteBuffer header =
        ProxyHeaderWriter.second(
            ProxyHeader.of(
                new InetSocketAddress(InetAddress.ofLiteral(client), 56_324),
                new InetSocketAddress(InetAddress.ofLiteral("2001:db8::80"), 80)));
    byte[] bytes = new byte[header.remaining()];
    header.get(bytes);
    return bytes;
  }

  private static String second(String client, String rest) {
    return new String(second(client), StandardCharsets.ISO_8859_1) + rest;
  }

  private static TestServer serve(Loops.Kind kind, boolean trusted) {
    var timeouts = ServerTimeouts.DEFAULT.withHandshake(Duration.ofMillis(200));
    return TestServer.start(
        kind, WHO, options -> options.withProxies(_ -> trusted).withTimeouts(timeouts));
  }

  @ParameterizedTest
  @EnumSource(Loops.Kind.class)
  void takesTheWordOfTrustedProxies(Loops.Kind kind) throws Exception {
    try (var server = serve(kind, true)) {
      assertThat(server.talk(first("192.0.2.1") + GET)).endsWith("\r\n\r\n192.0.2.1");
      assertThat(server.talk(second("2001:db8::1", GET))).endsWith("\r\n\r\n2001:db8:0:0:0:0:0:1");
      assertThat(server.talk("PROXY UNKNOWN\r\n" + GET)).endsWith("\r\n\r\n127.0.0.1");
      assertThat(torn(server, first("192.0.2.2") + GET)).endsWith("\r\n\r\n192.0.2.2");
      assertThat(torn(server, second("2001:db8::2", GET))).endsWith("\r\n\r\n2001:db8:0:0:0:0:0:2");
    }
  }

  private static String torn(TestServer server, String text) throws IOException {
    try (Socket socket = server.connect()) {
      for (byte each : text.getBytes(StandardCharsets.ISO_8859_1)) {
        socket.getOutputStream().write(each);
      }
      return TestServer.readAll(socket);
    }
  }

  @Test
  void introducesAheadOfTls() throws Exception {
    var certificate =
        TlsCertificate.load(TestCertificates.certificate("one"), TestCertificates.key("one"));
    var tls = new ServerTls(TlsPolicy.DEFAULT, List.of(certificate));
    try (var server =
            TestServer.start(
                Loops.best(), WHO, options -> options.withTls(tls).withProxies(_ -> true));
        Socket plain = server.connect()) {
      plain.getOutputStream().write(second("2001:db8::3"));
      try (Socket secured = trusting().createSocket(plain, "one.test", server.port(), true)) {
        secured.getOutputStream().write(GET.getBytes(StandardCharsets.US_ASCII));
        assertThat(TestServer.readAll(secured)).endsWith("\r\n\r\n2001:db8:0:0:0:0:0:3");
      }
    }
  }

  private static SSLSocketFactory trusting() throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    try (InputStream in = Files.newInputStream(TestCertificates.certificate("authority"))) {
      Certificate authority = CertificateFactory.getInstance("X.509").generateCertificate(in);
      trusted.setCertificateEntry("authority", authority);
    }
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context.getSocketFactory();
  }

  @ParameterizedTest
  @EnumSource(Loops.Kind.class)
  void cutsTrustedProxiesThatDoNotIntroduce(Loops.Kind kind) {
    try (var server = serve(kind, true)) {
      assertThat(server.talk(GET)).isEmpty();
      assertThat(server.talk("")).isEmpty();
      assertThat(server.talk("PROXY " + "1".repeat(5_000))).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Loops.Kind.class)
  void takesHeadersOfStrangersForBadRequests(Loops.Kind kind) {
    try (var server = serve(kind, false)) {
      assertThat(server.talk(first("192.0.2.1") + GET)).startsWith("HTTP/1.1 400 ");
      assertThat(server.talk(second("2001:db8::1", GET))).startsWith("HTTP/1.1 400 ");
      assertThat(server.talk(GET)).endsWith("\r\n\r\n127.0.0.1");
    }
  }
}
