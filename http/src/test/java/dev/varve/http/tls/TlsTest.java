package dev.varve.http.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.base.Failure;
import dev.varve.http.Body;
import dev.varve.http.EchoHandler;
import dev.varve.http.Handler;
import dev.varve.http.Request;
import dev.varve.http.ServerTimeouts;
import dev.varve.http.TestServer;
import dev.varve.http.TlsFacts;
import dev.varve.http.client.Origin;
import dev.varve.http.client.OriginTls;
import dev.varve.http.client.TestClient;
import dev.varve.http.net.Loops;
import dev.varve.testkit.TestCertificates;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(TlsLibrary.class)
class TlsTest {
  private static final String LAST = "GET /x HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";

  /// Says what TLS agreed on.
  private static final Handler FACTS =
      exchange -> {
        TlsFacts facts = exchange.peer().tls();
        String shown = facts == null ? "plain" : facts.serverName() + " " + facts.version();
        int chain = facts == null ? 0 : facts.clientCertificates().size();
        exchange.respond(exchange.response(), Body.of(shown + " " + chain));
      };

  private final TlsLibrary library;

  TlsTest(TlsLibrary library) {
    this.library = library;
  }

  private static TlsCertificate certificate(String name) {
    return TlsCertificate.load(TestCertificates.certificate(name), TestCertificates.key(name));
  }

  private ServerTls tls(TlsPolicy policy, String... names) {
    List<TlsCertificate> all = List.of(names).stream().map(TlsTest::certificate).toList();
    return new ServerTls(policy.withLibrary(library), all);
  }

  private static TestServer serve(Loops.Kind kind, Handler handler, ServerTls tls) {
    return TestServer.start(kind, handler, options -> options.withTls(tls));
  }

  private static Origin origin(TestServer server, OriginTls tls) {
    return new Origin("https", "127.0.0.1", server.port(), tls);
  }

  private static OriginTls trusting(String serverName) {
    return OriginTls.verified(serverName)
        .withAuthorities(TestCertificates.certificate("authority"));
  }

  @Test
  void usesBoringSslWhereItCan() {
    assertThat(TlsLibrary.best()).isEqualTo(TlsLibrary.BORINGSSL);
    assertThat(TlsPolicy.DEFAULT.library()).isEqualTo(TlsLibrary.BORINGSSL);
  }

  @ParameterizedTest
  @EnumSource(Loops.Kind.class)
  void servesItsOwnClient(Loops.Kind kind) throws Exception {
    try (var server = serve(kind, FACTS, tls(TlsPolicy.DEFAULT, "one"));
        var client = new TestClient(kind, dev.varve.http.client.ClientOptions.DEFAULT)) {
      Origin origin = origin(server, trusting("one.test"));
      for (int i = 0; i < 3; i++) {
        assertThat(client.get(origin, "/")).isEqualTo("200 one.test TLSv1.3 0");
      }
      assertThat(client.ask(() -> client.client().connections(origin))).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Loops.Kind.class)
  void carriesLargeBodiesBothWays(Loops.Kind kind) throws Exception {
    String text = "0123456789abcdef".repeat(1 << 16);
    try (var server = serve(kind, new EchoHandler(), tls(TlsPolicy.DEFAULT, "one"));
        var client = new TestClient(kind, dev.varve.http.client.ClientOptions.DEFAULT)) {
      Request put = new Request().set("PUT", "/").authority("h");
      assertThat(client.send(origin(server, trusting("one.test")), put, Body.of(text)))
          .isEqualTo("200 PUT / [" + text + "] {}");
    }
  }

  @Test
  void refusesCertificatesThatDoNotVerify() throws Exception {
    try (var server = serve(Loops.best(), FACTS, tls(TlsPolicy.DEFAULT, "one", "stranger"));
        var client = new TestClient()) {
      assertThat(client.get(origin(server, trusting("other.test")), "/")).startsWith("Refused");
      assertThat(client.get(origin(server, trusting("stranger.test")), "/")).startsWith("Refused");
      assertThat(client.get(origin(server, OriginTls.verified("one.test")), "/"))
          .startsWith("Refused");
      assertThat(client.get(origin(server, OriginTls.unverified("stranger.test")), "/"))
          .isEqualTo("200 stranger.test TLSv1.3 0");
    }
  }

  @Test
  void choosesCertificatesByName() throws Exception {
    ServerTls tls = tls(TlsPolicy.DEFAULT, "one", "wild", "stranger");
    try (var server = serve(Loops.best(), FACTS, tls)) {
      assertThat(shown(server, "one.test")).isEqualTo("CN=one.test");
      assertThat(shown(server, "a.wild.test")).isEqualTo("CN=wild.test");
      assertThat(shown(server, "a.b.wild.test")).isEqualTo("CN=one.test");
      assertThat(shown(server, "stranger.test")).isEqualTo("CN=stranger.test");
      assertThat(shown(server, "unknown.test")).isEqualTo("CN=one.test");

      tls.replace(List.of(certificate("wild")));

      assertThat(shown(server, "one.test")).isEqualTo("CN=wild.test");
    }
  }

  @Test
  void showsChallengesToThoseWhoAskForThem() throws Exception {
    ServerTls tls = tls(TlsPolicy.DEFAULT, "one");
    try (var server = serve(Loops.best(), FACTS, tls)) {
      tls.challenge("wild.test", certificate("stranger"));
      assertThat(shown(server, "wild.test", "acme-tls/1")).isEqualTo("CN=stranger.test");
      assertThat(shown(server, "wild.test")).isEqualTo("CN=one.test");
    }
  }

  @ParameterizedTest
  @EnumSource(Loops.Kind.class)
  void speaksHttp2WithThoseWhoWantIt(Loops.Kind kind) throws Exception {
    try (var server = serve(kind, FACTS, tls(TlsPolicy.DEFAULT, "one"));
        var http =
            HttpClient.newBuilder()
                .sslContext(context())
                .version(HttpClient.Version.HTTP_2)
                .build()) {
      var request =
          HttpRequest.newBuilder(URI.create("https://localhost:" + server.port() + "/")).build();
      for (int i = 0; i < 3; i++) {
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(response.body()).isEqualTo("localhost TLSv1.3 0");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Loops.Kind.class)
  void sendsHttp2ToThoseWhoSpeakIt(Loops.Kind kind) throws Exception {
    String text = "0123456789abcdef".repeat(1 << 14);
    try (var server = serve(kind, new EchoHandler(), tls(TlsPolicy.DEFAULT, "one"));
        var plain = TestServer.start(kind, new EchoHandler());
        var client = new TestClient(kind, dev.varve.http.client.ClientOptions.DEFAULT)) {
      OriginTls both = trusting("one.test").withAlpn(List.of("h2", "http/1.1"));
      for (Origin origin : List.of(origin(server, both), Origin.h2c("127.0.0.1", plain.port()))) {
        for (int i = 0; i < 3; i++) {
          Request put = new Request().set("PUT", "/").authority("h");
          assertThat(client.send(origin, put, Body.of(text)))
              .isEqualTo("200 PUT / [" + text + "] {}");
          assertThat(client.get(origin, "/x")).isEqualTo("200 GET /x [] {}");
        }
        assertThat(client.ask(() -> client.client().connections(origin))).isEqualTo(1);
        assertThat(client.ask(() -> client.client().underWay())).isZero();
      }
    }
  }

  @Test
  void asksForClientCertificates() throws Exception {
    var policy =
        TlsPolicy.DEFAULT.withClients(
            TlsPolicy.Clients.REQUIRED,
            Files.readString(TestCertificates.certificate("authority")));
    try (var server = serve(Loops.best(), FACTS, tls(policy, "one"));
        var client = new TestClient()) {
      OriginTls bare = trusting("one.test");
      OriginTls known =
          bare.withCertificate(
              TestCertificates.certificate("client"), TestCertificates.key("client"));
      OriginTls stranger =
          bare.withCertificate(
              TestCertificates.certificate("stranger"), TestCertificates.key("stranger"));
      assertThat(client.get(origin(server, known), "/")).isEqualTo("200 one.test TLSv1.3 1");
      assertThat(client.get(origin(server, bare), "/")).doesNotContain("200");
      assertThat(client.get(origin(server, stranger), "/")).doesNotContain("200");
    }
  }

  @Test
  void servesOldClientsOverTls12() throws Exception {
    try (var server = serve(Loops.best(), FACTS, tls(TlsPolicy.DEFAULT, "one"));
        SSLSocket socket = socket(server, "one.test", "TLSv1.2")) {
      socket.getOutputStream().write(LAST.getBytes(StandardCharsets.US_ASCII));
      assertThat(TestServer.readAll(socket)).endsWith("one.test TLSv1.2 0");
    }
  }

  /// TLS 1.2 calls it renegotiation, which is refused (RFC 9325 section 3.5), TLS 1.3 a key update,
  /// which is not. Either way other clients of the loop notice nothing.
  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void survivesClientsThatAskForNewKeys(String version) throws Exception {
    try (var server = serve(Loops.best(), FACTS, tls(TlsPolicy.DEFAULT, "one"))) {
      for (int i = 0; i < 5; i++) {
        try (SSLSocket socket = socket(server, "one.test", version)) {
          assertThat(answersAfterNewKeys(socket)).isEqualTo(version.equals("TLSv1.3"));
        }
      }
      for (int i = 0; i < 20; i++) {
        try (SSLSocket socket = socket(server, "one.test", version)) {
          socket.getOutputStream().write(LAST.getBytes(StandardCharsets.US_ASCII));
          assertThat(TestServer.readAll(socket)).endsWith("one.test " + version + " 0");
        }
      }
    }
  }

  private static boolean answersAfterNewKeys(SSLSocket socket) throws IOException {
    socket
        .getOutputStream()
        .write("GET / HTTP/1.1\r\nHost: h\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    TestServer.readUntil(socket, " 0");
    try {
      socket.startHandshake();
      socket.getOutputStream().write(LAST.getBytes(StandardCharsets.US_ASCII));
      return TestServer.readAll(socket).endsWith(" 0");
    } catch (SSLException | SocketException refused) {
      return false;
    }
  }

  /// RFC 8996: a hello that goes no further than TLS 1.1 is answered with the alert
  /// `protocol_version`.
  @Test
  void refusesVersionsBelow12() throws Exception {
    String hello =
        "\u0016\u0003\u0001\u0000-\u0001\u0000\u0000)\u0003\u0002"
            + "r".repeat(32)
            + "\u0000\u0000\u0002\u00c0\u0014\u0001\u0000";
    try (var server = serve(Loops.best(), FACTS, tls(TlsPolicy.DEFAULT, "one"))) {
      assertThat(server.talk(hello)).endsWith("\u0002\u0002F");
    }
  }

  @Test
  void refusesNamesThatNoHostHas() throws Exception {
    var hosts = new KnownHosts(Set.of("a.wild.test", "*.other.test"), true);
    var terms = new ServerTerms(hosts, null, Staples.NONE);
    List<TlsCertificate> both = List.of(certificate("one"), certificate("wild"));
    var tls = new ServerTls(TlsPolicy.DEFAULT.withLibrary(library), terms, both);
    try (var server = serve(Loops.best(), FACTS, tls)) {
      assertThat(shown(server, "a.wild.test")).isEqualTo("CN=wild.test");
      assertThat(shown(server, "one.test")).isEqualTo("CN=one.test");
      assertThat(shown(server, "x.other.test")).isEqualTo("CN=one.test");
      assertThatThrownBy(() -> shown(server, "unknown.test"))
          .isInstanceOf(SSLException.class)
          .hasMessageContaining("unrecognized_name");
      try (var nameless = socket(server, null, "TLSv1.3")) {
        nameless.startHandshake();
        assertThat(subject(nameless)).isEqualTo("CN=one.test");
      }
    }
  }

  @Test
  void answersToAHelloTornAtEveryByte() throws Exception {
    try (var server = serve(Loops.best(), FACTS, tls(TlsPolicy.DEFAULT, "one"));
        var relay = new ByteByByteRelay(server.port());
        SSLSocket socket = socket(relay.port(), "one.test", "TLSv1.3")) {
      socket.getOutputStream().write(LAST.getBytes(StandardCharsets.US_ASCII));
      assertThat(TestServer.readAll(socket)).endsWith("one.test TLSv1.3 0");
    }
  }

  @Test
  void cutsClientsThatDoNotShakeHands() throws Exception {
    var timeouts = ServerTimeouts.DEFAULT.withHandshake(Duration.ofMillis(200));
    ServerTls tls = tls(TlsPolicy.DEFAULT, "one");
    try (var server =
        TestServer.start(
            Loops.best(), FACTS, options -> options.withTls(tls).withTimeouts(timeouts))) {
      assertThat(server.talk(LAST)).isEmpty();
      assertThat(server.talk("\u0016\u0003")).isEmpty();
      try (Socket silent = server.connect()) {
        assertThat(silent.getInputStream().read()).isEqualTo(-1);
      }
    }
  }

  @Test
  void refusesKeysThatDoNotFit() {
    TlsCertificate one = certificate("one");
    TlsCertificate wild = certificate("wild");
    var mixed = new TlsCertificate(List.of("x"), one.chain(), wild.key());
    assertThatThrownBy(() -> new ServerTls(TlsPolicy.DEFAULT, List.of(mixed)))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("E1504");
  }

  private static String shown(TestServer server, String name, String... alpn) throws Exception {
    try (SSLSocket socket = socket(server.port(), name, "TLSv1.3", alpn)) {
      socket.startHandshake();
      return subject(socket);
    }
  }

  private static String subject(SSLSocket socket) throws Exception {
    var certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
    return certificate.getSubjectX500Principal().getName();
  }

  private static SSLSocket socket(TestServer server, @Nullable String name, String version)
      throws Exception {
    return socket(server.port(), name, version);
  }

  private static SSLContext context() throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new TrustEverybody()}, null);
    return context;
  }

  private static SSLSocket socket(int port, @Nullable String name, String version, String... alpn)
      throws Exception {
    var socket = (SSLSocket) context().getSocketFactory().createSocket("127.0.0.1", port);
    socket.setSoTimeout(20_000);
    socket.setEnabledProtocols(new String[] {version});
    SSLParameters parameters = socket.getSSLParameters();
    if (name != null) {
      parameters.setServerNames(List.of(new SNIHostName(name)));
    }
    parameters.setApplicationProtocols(alpn);
    socket.setSSLParameters(parameters);
    return socket;
  }

  private static final class TrustEverybody implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
