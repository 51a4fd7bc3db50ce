package dev.varve.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.http.Body;
import dev.varve.http.BodyFailure;
import dev.varve.http.BodyReader;
import dev.varve.http.FieldName;
import dev.varve.http.Fields;
import dev.varve.http.Handler;
import dev.varve.http.Request;
import dev.varve.http.Response;
import dev.varve.http.TlsFacts;
import dev.varve.http.client.ClientFailure;
import dev.varve.http.client.ClientOptions;
import dev.varve.http.client.HttpClient;
import dev.varve.http.client.Origin;
import dev.varve.http.client.OriginTls;
import dev.varve.http.client.ResponseReader;
import dev.varve.http.net.Loops;
import dev.varve.http.server.HttpServer;
import dev.varve.http.server.ListenerOptions;
import dev.varve.http.tls.ServerTls;
import dev.varve.http.tls.TlsCertificate;
import dev.varve.http.tls.TlsPolicy;
import dev.varve.testkit.Ports;
import dev.varve.testkit.RawClient;
import dev.varve.testkit.SmallAuthority;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// TLS on both sides of the edge, and what upstreams are told about clients.
class EdgeTlsTest {
  private static final SmallAuthority AUTHORITY = new SmallAuthority();
  private static final String ANY = "{'sites': {'*': [{'path': '/*', 'respond': {'body': 'hi'}}]}}";

  @TempDir private Path folder;

  private static TlsCertificate certificate(String... names) {
    return TlsCertificate.of(AUTHORITY.chain(List.of(names), null), AUTHORITY.key());
  }

  private static ServerTls tls() {
    return new ServerTls(
        TlsPolicy.DEFAULT, List.of(certificate("a.test", "also.test"), certificate("b.test")));
  }

  /// Status and body of one request on a connection of its own.
  private static String ask(Loops loops, Origin origin, String authority) throws Exception {
    var loop = loops.get(0);
    var answer = new CompletableFuture<String>();
    var client = new HttpClient(loop, ClientOptions.DEFAULT);
    loop.execute(
        () -> client.send(origin, Request.get(authority, "/"), Body.empty(), new Answer(answer)));
    try {
      return answer.get(20, TimeUnit.SECONDS);
    } finally {
      loop.execute(client::close);
    }
  }

  private record Answer(CompletableFuture<String> to, StringBuilder text)
      implements ResponseReader, BodyReader {
    Answer(CompletableFuture<String> to) {
      this(to, new StringBuilder());
    }

    @Override
    public void response(Response response, Body body) {
      text.append(response.status()).append(' ');
      String stays = response.fields().value(FieldName.of("strict-transport-security"));
      text.append(stays == null ? "" : stays);
      body.read(this);
    }

    @Override
    public void data(ByteBuffer lent) {
      text.append(StandardCharsets.UTF_8.decode(lent));
    }

    @Override
    public void end(Fields trailers) {
      to.complete(text.toString());
    }

    @Override
    public void failed(BodyFailure cause) {
      to.complete(cause.reason());
    }

    @Override
    public void failed(ClientFailure failure) {
      to.complete(failure.reason());
    }
  }

  /// RFC 9110, 7.4 and 15.5.20; security F11.
  @ParameterizedTest
  @ValueSource(strings = {"http/1.1", "h2"})
  void aRequestForAHostOfAnotherCertificateIsMisdirected(String protocol) throws Exception {
    try (var edge = EdgeUnderTest.overTls(ANY, tls())) {
      OriginTls as = OriginTls.unverified("a.test").withAlpn(List.of(protocol));
      var origin = new Origin("https", "127.0.0.1", edge.port(), as);
      assertThat(ask(edge.loops(), origin, "a.test")).isEqualTo("200 hi");
      assertThat(ask(edge.loops(), origin, "A.test:443")).isEqualTo("200 hi");
      assertThat(ask(edge.loops(), origin, "also.test")).isEqualTo("200 hi");
      assertThat(ask(edge.loops(), origin, "b.test")).startsWith("421 ");
    }
  }

  /// RFC 6797 section 7: over TLS only, which is the other half of the redirect of plain requests.
  @Test
  void browsersAreToldToComeOverTlsNextTime() throws Exception {
    String strict =
        "{'sites': {'*': [{'path': '/*', 'securityHeaders': 'strict', 'respond': 204}]}}";
    try (var edge = EdgeUnderTest.overTls(strict, tls())) {
      var origin = new Origin("https", "127.0.0.1", edge.port(), OriginTls.unverified("a.test"));
      assertThat(ask(edge.loops(), origin, "a.test")).startsWith("204 max-age=");
    }
  }

  @Test
  void theAccessLogTellsHowTheConnectionIsSecured() throws Exception {
    try (var edge = EdgeUnderTest.overTls(ANY, tls())) {
      OriginTls as = OriginTls.unverified("a.test");
      var origin = new Origin("https", "127.0.0.1", edge.port(), as);
      assertThat(ask(edge.loops(), origin, "a.test")).isEqualTo("200 hi");
      assertThat(edge.logAtEnd())
          .contains("\"tls.version\":\"TLSv1.3\",\"tls.group\":\"X25519MLKEM768\"")
          .contains("\"tls.resumed\":\"no\"");
    }
  }

  /// Answers with the name of the client's certificate and the client's address.
  private static final Handler TELLING =
      exchange -> {
        TlsFacts tls = exchange.peer().tls();
        String name =
            tls == null || tls.clientCertificates().isEmpty()
                ? "-"
                : tls.clientCertificates().getFirst().getSubjectX500Principal().getName();
        var remote = (InetSocketAddress) exchange.peer().remote();
        exchange.respond(exchange.response(), Body.of(name + " " + remote.getPort()));
      };

  private String file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content).toString();
  }

  @Test
  void upstreamsMustShowTheRightNameAndAreShownOurCertificate() throws Exception {
    TlsPolicy policy =
        TlsPolicy.DEFAULT.withClients(TlsPolicy.Clients.REQUIRED, AUTHORITY.certificate());
    String authority = file("authority.pem", AUTHORITY.certificate());
    String own = file("own.pem", AUTHORITY.chain(List.of("edge.test"), null));
    String key = file("own.key", AUTHORITY.key());
    String graph =
        """
        {'upstreams': {
          'right': {'targets': ['127.0.0.1:PORT'],
            'tls': {'serverName': 'a.test', 'ca': 'AUTHORITY', 'certificate': 'OWN', 'key': 'KEY'}},
          'wrong': {'targets': ['127.0.0.1:PORT'],
            'tls': {'serverName': 'c.test', 'ca': 'AUTHORITY', 'certificate': 'OWN', 'key': 'KEY'}},
          'stranger': {'targets': ['127.0.0.1:PORT'],
            'tls': {'serverName': 'a.test', 'certificate': 'OWN', 'key': 'KEY'}},
          'nameless': {'targets': ['127.0.0.1:PORT'], 'tls': {'serverName': 'a.test', 'ca': 'AUTHORITY'}}},
         'sites': {'*': [
          {'path': '/right', 'proxy': 'right'}, {'path': '/wrong', 'proxy': 'wrong'},
          {'path': '/stranger', 'proxy': 'stranger'}, {'path': '/nameless', 'proxy': 'nameless'}]}}
        """;
    try (var loops = Loops.start(1);
        var server = new HttpServer(loops);
        var upstream =
            server.listen(
                ListenerOptions.onLoopback(0)
                    .withTls(new ServerTls(policy, List.of(certificate("a.test")))),
                TELLING);
        var edge =
            EdgeUnderTest.serving(
                graph
                    .replace("PORT", "" + upstream.port())
                    .replace("AUTHORITY", authority)
                    .replace("OWN", own)
                    .replace("KEY", key))) {
      assertThat(edge.get("/right").body()).startsWith("CN=edge.test ");
      assertThat(edge.get("/wrong").status()).isEqualTo(502);
      assertThat(edge.get("/stranger").status()).isEqualTo(502);
      assertThat(edge.get("/nameless").status()).isEqualTo(502);
      // With TLS 1.3 the missing certificate of a client shows only after the handshake.
      assertThat(edge.logAtEnd().split("\"error.type\":\"upstream_connect\"", -1))
          .hasSizeBetween(3, 4);
    }
  }

  @Test
  void streamsSpeakTlsToTheirTargetsAndToNobodyElse() throws Exception {
    String graph =
        """
        {'upstreams': {
          'right': {'targets': ['127.0.0.1:PORT'], 'tls': {'serverName': 'a.test', 'ca': 'AUTHORITY'}},
          'wrong': {'targets': ['127.0.0.1:PORT'], 'tls': {'serverName': 'c.test', 'ca': 'AUTHORITY'}}},
         'streams': {
          'good': {'listen': '127.0.0.1:ONE', 'upstream': 'right'},
          'bad': {'listen': '127.0.0.1:TWO', 'upstream': 'wrong'}}}
        """;
    int one = Ports.free();
    int two = Ports.free();
    String authority = file("authority.pem", AUTHORITY.certificate());
    var secured = new ServerTls(TlsPolicy.DEFAULT, List.of(certificate("a.test")));
    try (var loops = Loops.start(1);
        var server = new HttpServer(loops);
        var target = server.listen(ListenerOptions.onLoopback(0).withTls(secured), TELLING);
        var edge =
            EdgeUnderTest.serving(
                graph
                    .replace("PORT", "" + target.port())
                    .replace("ONE", "" + one)
                    .replace("TWO", "" + two)
                    .replace("AUTHORITY", authority));
        var good = new Client(one);
        var bad = new Client(two)) {
      // In clear here, TLS there.
      String request = Wire.head("GET / HTTP/1.1", "host: a.test", "connection: close");
      assertThat(good.send(request).readToEnd()).startsWith("HTTP/1.1 200 OK\r\n");
      assertThat(bad.readToEnd()).isEmpty();
      assertThat(edge.logAtEnd()).contains("upstream_connect");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1", "v2"})
  void upstreamsAreToldTheClientAheadOfTheFirstByte(String version) throws Exception {
    var secured = new ServerTls(TlsPolicy.DEFAULT, List.of(certificate("a.test")));
    String graph =
        """
        {'upstreams': {
          'plain': {'targets': ['127.0.0.1:PLAIN'], 'proxyProtocol': 'VERSION'},
          'secured': {'targets': ['127.0.0.1:SECURED'], 'proxyProtocol': 'VERSION', 'tls': {'verify': false}}},
         'sites': {'*': [{'path': '/plain', 'proxy': 'plain'}, {'path': '/tls', 'proxy': 'secured'}]}}
        """;
    try (var loops = Loops.start(1);
        var server = new HttpServer(loops);
        var plain = server.listen(ListenerOptions.onLoopback(0).withProxies(_ -> true), TELLING);
        var over =
            server.listen(
                ListenerOptions.onLoopback(0).withProxies(_ -> true).withTls(secured), TELLING);
        var edge =
            EdgeUnderTest.serving(
                graph
                    .replace("PLAIN", "" + plain.port())
                    .replace("SECURED", "" + over.port())
                    .replace("VERSION", version));
        var one = RawClient.connect(edge.port());
        var two = RawClient.connect(edge.port())) {
      for (String path : List.of("/plain", "/tls", "/plain", "/tls")) {
        for (RawClient each : List.of(one, two)) {
          String end = "- " + each.localPort();
          each.send("GET " + path + " HTTP/1.1\r\nhost: a.test\r\n\r\n");
          assertThat(each.readUntil(end)).endsWith(end);
        }
      }
    }
  }
}
