package dev.varve.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What goes to an upstream and what comes back of it.
class ProxyingTest {
  @Test
  void pathAndQueryReachTheUpstreamUnchanged() {
    try (var upstream = ScriptedUpstream.saying("ok");
        var edge = through(upstream)) {
      edge.get("/a-b/~c;v=1/d.e?x=%2F&x=2&&y");

      assertThat(upstream.heads.getFirst())
          .startsWith("GET /a-b/~c;v=1/d.e?x=%2F&x=2&&y HTTP/1.1\r\n");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/a/../b, /b",
    "/a/%2e%2e/b, /b",
    "/a//b, /a/b",
    "/%61dmin, /admin",
    "/a%2Fb, /a%2Fb",
    "/a%20b, /a%20b",
    "/./x, /x"
  })
  void onePathIsMatchedAndForwarded(String sent, String forwarded) {
    try (var upstream = ScriptedUpstream.saying("ok");
        var edge = through(upstream)) {
      edge.get(sent + "?q=%2e%2e");

      assertThat(upstream.heads.getFirst()).startsWith("GET " + forwarded + "?q=%2e%2e HTTP/1.1");
    }
  }

  @ParameterizedTest
  @CsvSource({"/a/..%2fb", "/a/..;/b", "/a%00b", "/a\\b", "/%252e%252e/b", "/../a", "/a%zz"})
  void aPathThatCanBeReadInTwoWaysNeverReachesTheUpstream(String path) {
    try (var upstream = ScriptedUpstream.saying("ok");
        var edge = through(upstream)) {
      assertThat(edge.get(path).status()).isEqualTo(400);
      assertThat(upstream.heads).isEmpty();
    }
  }

  @Test
  void redirectsOfTheUpstreamAreTheClientsAffair() {
    try (var upstream =
            new ScriptedUpstream((talk, _, _) ->
                talk.send("HTTP/1.1 302 Found\r\nlocation: /next\r\ncontent-length: 0\r\n\r\n"));
        var edge = through(upstream)) {
      Reply reply = edge.get("/");

      assertThat(reply.status()).isEqualTo(302);
      assertThat(reply.field("location")).isEqualTo("/next");
      assertThat(upstream.heads).hasSize(1);
    }
  }

  @Test
  void answersAreStreamedAndNotCollected() throws Exception {
    var goOn = new CountDownLatch(1);
    try (var upstream =
            new ScriptedUpstream((talk, _, _) -> {
              talk.send("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nfirst");
              await(goOn);
              talk.send("secon");
            });
        var edge = through(upstream);
        var client = edge.connect()) {
      client.send("GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");

      assertThat(client.readUntil("first")).contains("200 OK");
      goOn.countDown();
      assertThat(client.readToEnd()).endsWith("secon");
    }
  }

  @Test
  void requestBodiesAreStreamedAndNotCollected() {
    try (var upstream =
            new ScriptedUpstream((talk, _, _) -> {
              String first = talk.read(5);
              talk.send("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n" + first);
              talk.send(talk.read(5));
            });
        var edge = through(upstream);
        var client = edge.connect()) {
      client.send(
          "POST / HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-length: 10\r\n\r\nfirst");
      client.readUntil("first");
      client.send("secon");

      assertThat(client.readToEnd()).endsWith("secon");
    }
  }

  @Test
  void everySetCookieAndEveryRepeatedFieldSurvives() {
    try (var upstream =
            new ScriptedUpstream((talk, _, _) ->
                talk.send(
                    Wire.head(
                        "HTTP/1.1 200 OK",
                        "set-cookie: a=1",
                        "set-cookie: b=2",
                        "set-cookie: c=3",
                        "content-length: 0")));
        var edge = through(upstream)) {
      Reply reply = edge.get("/", "accept: a", "accept: b");

      assertThat(reply.values("set-cookie")).containsExactly("a=1", "b=2", "c=3");
      assertThat(upstream.heads.getFirst()).contains("accept: a\r\naccept: b\r\n");
    }
  }

  @ParameterizedTest
  @CsvSource({"PATCH", "DELETE", "OPTIONS", "PROPFIND", "QUERY", "X-OWN"})
  void everyMethodIsForwardedWithItsBody(String method) {
    try (var upstream = new ScriptedUpstream((talk, _, _) -> talk.ok("got " + talk.read(4)));
        var edge = through(upstream)) {
      Reply reply =
          edge.talk(
              method
                  + " /x HTTP/1.1\r\nhost: a\r\nconnection: close\r\n"
                  + "content-length: 4\r\n\r\nbody");

      assertThat(reply.body()).isEqualTo("got body");
      assertThat(upstream.heads.getFirst()).startsWith(method + " /x ");
    }
  }

  @Test
  void hopByHopFieldsEndAtTheEdgeInBothDirections() {
    try (var upstream =
            new ScriptedUpstream((talk, _, _) ->
                talk.send(
                    Wire.head(
                        "HTTP/1.1 200 OK",
                        "connection: x-hop",
                        "x-hop: 1",
                        "keep-alive: timeout=9",
                        "proxy-authenticate: Basic",
                        "hostname-x: kept",
                        "content-length: 0")));
        var edge = through(upstream)) {
      Reply reply =
          edge.talk(
              Wire.head(
                  "GET / HTTP/1.1",
                  "host: a",
                  "connection: close, x-hop, x-forwarded-for",
                  "x-hop: 1",
                  "proxy-authorization: x",
                  "te: gzip",
                  "hostname-x: kept"));

      assertThat(reply.field("x-hop")).isNull();
      assertThat(reply.field("proxy-authenticate")).isNull();
      assertThat(reply.field("hostname-x")).isEqualTo("kept");
      assertThat(upstream.heads.getFirst())
          .doesNotContain("x-hop", "proxy-authorization", "\r\nte:", "close")
          .contains("hostname-x: kept\r\n", "x-forwarded-for: 127.0.0.1\r\n");
    }
  }

  @Test
  void whatAClientSaysAboutItselfIsDropped() {
    try (var upstream = ScriptedUpstream.saying("ok");
        var edge = through(upstream)) {
      edge.get(
          "/",
          "x-forwarded-for: 6.6.6.6",
          "x_forwarded_for: 6.6.6.6",
          "x-real-ip: 6.6.6.6",
          "forwarded: for=6.6.6.6",
          "x-forwarded-prefix: /6.6.6.6");

      assertThat(upstream.heads.getFirst())
          .doesNotContain("6.6.6.6")
          .contains(
              "x-forwarded-for: 127.0.0.1\r\n",
              "x-forwarded-host: example.com\r\n",
              "x-forwarded-proto: http\r\n",
              "x-real-ip: 127.0.0.1\r\n",
              "forwarded: for=127.0.0.1;host=\"example.com\";proto=http\r\n",
              "via: 1.1 varve\r\n",
              "x-request-id: ");
    }
  }

  @Test
  void whatATrustedProxySaysIsKeptAndAddedTo() {
    try (var upstream = ScriptedUpstream.saying("ok");
        var edge =
            EdgeUnderTest.serving(
                "{'listen': {'http': {'address': ':8080', 'trustedProxies': ['127.0.0.0/8']}},"
                    + "'sites': {'*': [{'path': '/ip', 'respond': {'body': '{client.ip}'}},"
                    + "{'path': '/*', 'proxy': '"
                    + upstream.address()
                    + "'}]}}")) {
      edge.get("/", "x-forwarded-for: 6.6.6.6, 7.7.7.7", "x-forwarded-proto: https");

      assertThat(upstream.heads.getFirst())
          .contains(
              "x-forwarded-for: 6.6.6.6, 7.7.7.7, 127.0.0.1\r\n",
              "x-forwarded-proto: https\r\n",
              "x-real-ip: 7.7.7.7\r\n");
      assertThat(edge.get("/ip", "x-forwarded-for: 6.6.6.6, 7.7.7.7, 127.0.0.9").body())
          .isEqualTo("7.7.7.7");
      assertThat(edge.get("/ip", "x-forwarded-for: nonsense").body()).isEqualTo("127.0.0.1");
    }
  }

  @Test
  void theApplicationsOwnMetricsAndHealthAreNotHidden() {
    try (var upstream = ScriptedUpstream.saying("application");
        var edge = through(upstream)) {
      assertThat(edge.get("/metrics").body()).isEqualTo("application");
      assertThat(edge.get("/health").body()).isEqualTo("application");
    }
  }

  @Test
  void theHostIsKeptUnlessTheRouteSaysOtherwise() {
    try (var upstream = ScriptedUpstream.saying("ok");
        var edge =
            EdgeUnderTest.routes(
                "{'path': '/own/*', 'proxy': {'upstream': '%1$s', 'host': '{upstream.target}'}},"
                        .formatted(upstream.address())
                    + "{'path': '/fixed/*', 'proxy': {'upstream': '%1$s', 'host': 'app.internal'}}"
                        .formatted(upstream.address()))) {
      edge.get("/own/x");
      edge.get("/fixed/x");

      assertThat(upstream.heads.get(0)).contains("host: " + upstream.address() + "\r\n");
      assertThat(upstream.heads.get(1)).contains("host: app.internal\r\n");
    }
  }

  @Test
  void headersAreChangedAsTheRouteSays() {
    try (var upstream =
            new ScriptedUpstream((talk, _, _) ->
                talk.send(
                    "HTTP/1.1 200 OK\r\nserver: secret\r\nx-a: 1\r\ncontent-length: 0\r\n\r\n"));
        var edge =
            EdgeUnderTest.routes(
                "{'path': '/u/{id}', 'proxy': '"
                    + upstream.address()
                    + "', 'requestHeaders': {'remove': ['cookie'], 'set': {'x-user': '{param.id}',"
                    + "'x-both': '{client.ip} {header.x-in}'}}, 'responseHeaders': {'remove':"
                    + "['server'], 'add': {'x-a': '2'}, 'set': {'x-path': '{path}'}}}")) {
      Reply reply = edge.get("/u/%C3%A4", "cookie: a=b", "x-in: seen", "x-user: forged");

      assertThat(upstream.heads.getFirst())
          .contains("x-both: 127.0.0.1 seen\r\n", "x-user: \u00e4")
          .doesNotContain("cookie", "forged");
      assertThat(reply.field("server")).isNull();
      assertThat(reply.values("x-a")).containsExactly("1", "2");
      assertThat(reply.field("x-path")).isEqualTo("/u/%C3%A4");
    }
  }

  @ParameterizedTest
  @CsvSource({"/api/a?x=1&y=2, /v2/a?y=2&z=3", "/api, /v2/?z=3", "/api/%2e%2e/secret, not found"})
  void pathsAreRewrittenAndCheckedAgain(String sent, String forwarded) {
    try (var upstream = ScriptedUpstream.saying("ok");
        var edge =
            EdgeUnderTest.routes(
                "{'path': '/api/*', 'stripPrefix': '/api', 'rewrite': {'addPrefix': '/v2',"
                    + "'query': {'remove': ['x'], 'set': {'z': '3'}}}, 'proxy': '"
                    + upstream.address()
                    + "'}")) {
      Reply reply = edge.get(sent);

      if (forwarded.equals("not found")) {
        assertThat(reply.status()).isEqualTo(404);
        assertThat(upstream.heads).isEmpty();
      } else {
        assertThat(upstream.heads.getFirst()).startsWith("GET " + forwarded + " HTTP/1.1");
      }
    }
  }

  @Test
  void aRewriteCannotLeadOutOfItsPrefix() {
    try (var upstream = ScriptedUpstream.saying("ok");
        var edge =
            EdgeUnderTest.routes(
                "{'path': '/f', 'rewrite': {'path': '/files/{query.name}/x'}, 'proxy': '"
                    + upstream.address()
                    + "'}")) {
      edge.get("/f?name=a");
      edge.get("/f?name=..");
      edge.get("/f?name=b/../../c");

      assertThat(upstream.heads.getFirst()).startsWith("GET /files/a/x?name=a ");
      assertThat(upstream.heads).allMatch(head -> head.startsWith("GET /files/"));
    }
  }

  @Test
  void connectionsToUpstreamsAreUsedAgain() {
    try (var upstream = ScriptedUpstream.saying("ok");
        var edge = through(upstream);
        var client = edge.connect()) {
      for (int i = 0; i < 50; i++) {
        client.send("GET /" + i + " HTTP/1.1\r\nhost: a\r\n\r\n");
        client.readUntil("\r\n\r\nok");
      }

      assertThat(upstream.heads).hasSize(50);
      assertThat(upstream.connections.get()).isEqualTo(1);
    }
  }

  @Test
  void chunkedBodiesAndTrailersPassInBothDirections() {
    try (var upstream =
            new ScriptedUpstream((talk, _, _) -> {
              String body = talk.readUntil("0\r\nx-sum: in\r\n\r\n");
              talk.send(
                  "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\ntrailer: x-sum\r\n\r\n"
                      + (body.contains("hello") ? "2\r\nok\r\n" : "2\r\nno\r\n")
                      + "0\r\nx-sum: out\r\n\r\n");
            });
        var edge = through(upstream)) {
      Reply reply =
          edge.talk(
              Wire.head(
                      "POST / HTTP/1.1",
                      "host: a",
                      "te: trailers",
                      "connection: close, te",
                      "transfer-encoding: chunked")
                  + "5\r\nhello\r\n0\r\nx-sum: in\r\n\r\n");

      assertThat(reply.body()).isEqualTo("ok");
      assertThat(reply.raw()).endsWith("0\r\nx-sum: out\r\n\r\n");
    }
  }

  @Test
  void interimAnswersAreForwarded() {
    try (var upstream =
            new ScriptedUpstream((talk, _, _) -> {
              talk.send("HTTP/1.1 103 Early Hints\r\nlink: </a.css>; rel=preload\r\n\r\n");
              talk.ok("done");
            });
        var edge = through(upstream)) {
      Reply reply = edge.get("/");

      assertThat(reply.status()).isEqualTo(103);
      assertThat(reply.field("link")).isEqualTo("</a.css>; rel=preload");
      assertThat(reply.body()).contains("HTTP/1.1 200", "done");
    }
  }

  @Test
  void expectationsAreMetByTheEdge() {
    try (var upstream = new ScriptedUpstream((talk, _, _) -> talk.ok(talk.read(4)));
        var edge = through(upstream);
        var client = edge.connect()) {
      client.send(
          Wire.head(
              "POST / HTTP/1.1",
              "host: a",
              "connection: close",
              "expect: 100-continue",
              "content-length: 4"));

      assertThat(client.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 100 ");
      client.send("body");
      assertThat(client.readToEnd()).endsWith("body");
      assertThat(upstream.heads.getFirst()).doesNotContain("expect");
    }
  }

  @Test
  void aTunnelStartsOnlyAfter101() {
    try (var upstream =
            new ScriptedUpstream((talk, _, _) -> {
              talk.send(
                  "HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\n"
                      + "upgrade: websocket\r\nsec-websocket-accept: x\r\n\r\nhello");
              talk.send("echo " + talk.read(4));
              talk.close();
            });
        var edge = through(upstream);
        var client = edge.connect()) {
      client.send(
          Wire.head(
              "GET /chat HTTP/1.1",
              "host: a",
              "connection: upgrade",
              "upgrade: websocket",
              "sec-websocket-key: a"));

      String head = client.readUntil("hello");
      assertThat(head).startsWith("HTTP/1.1 101 ").containsIgnoringCase("upgrade: websocket");
      client.send("ping");
      assertThat(client.readToEnd()).isEqualTo("echo ping");
      assertThat(upstream.heads.getFirst())
          .containsIgnoringCase("upgrade: websocket")
          .contains("sec-websocket-key: a");
    }
  }

  @Test
  void anUpgradeThatIsRefusedIsAnOrdinaryAnswer() {
    try (var upstream = ScriptedUpstream.saying("no");
        var edge = through(upstream)) {
      Reply reply =
          edge.talk(
              Wire.head(
                  "GET /chat HTTP/1.1",
                  "host: a",
                  "connection: upgrade, close",
                  "upgrade: websocket"));

      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.body()).isEqualTo("no");
    }
  }

  @Test
  void eventStreamsPassAtOnce() throws Exception {
    var goOn = new CountDownLatch(1);
    try (var upstream =
            new ScriptedUpstream((talk, _, _) -> {
              talk.send("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\ndata: 1\n\n");
              await(goOn);
              talk.send("data: 2\n\n");
              talk.close();
            });
        var edge = through(upstream);
        var client = edge.connect()) {
      client.send("GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
      client.readUntil("data: 1\n\n");
      goOn.countDown();

      assertThat(client.readToEnd()).contains("data: 2\n\n");
    }
  }

  @Test
  void headAnswersHaveNoBodyAndKeepTheirLength() {
    try (var upstream =
            new ScriptedUpstream(
                (talk, _, _) -> talk.send("HTTP/1.1 200 OK\r\ncontent-length: 5000\r\n\r\n"));
        var edge = through(upstream)) {
      Reply reply = edge.ask("HEAD", "/");

      assertThat(reply.field("content-length")).isEqualTo("5000");
      assertThat(reply.body()).isEmpty();
    }
  }

  @Test
  void answersAreCompressedForWhoAcceptsIt() {
    try (var upstream =
            new ScriptedUpstream((talk, _, _) ->
                talk.send(
                    Wire.head("HTTP/1.1 200 OK", "content-type: text/css", "content-length: 5000")
                        + "a".repeat(5000)));
        var edge = through(upstream)) {
      Reply packed = edge.get("/", "accept-encoding: gzip");
      Reply plain = edge.get("/");

      assertThat(packed.field("content-encoding")).isEqualTo("gzip");
      assertThat(packed.field("vary")).isEqualToIgnoringCase("accept-encoding");
      assertThat(packed.body().length()).isLessThan(500);
      assertThat(plain.field("content-encoding")).isNull();
      assertThat(plain.body()).hasSize(5000);
    }
  }

  @Test
  void requestBodiesAreDecompressedWhereTheRouteSaysSo() throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write("hello world".getBytes(StandardCharsets.UTF_8));
    }
    try (var upstream = new ScriptedUpstream((talk, _, _) -> talk.ok(talk.readUntil("0\r\n\r\n")));
        var edge =
            EdgeUnderTest.routes(
                "{'path': '/*', 'decompress': true, 'proxy': '" + upstream.address() + "'}")) {
      Reply reply =
          edge.talk(
              Wire.head(
                      "POST / HTTP/1.1",
                      "host: a",
                      "connection: close",
                      "content-encoding: gzip",
                      "content-length: " + packed.size())
                  + packed.toString(StandardCharsets.ISO_8859_1));
      Reply unknown = edge.ask("POST", "/", "content-encoding: secret", "content-length: 0");

      assertThat(reply.body()).contains("hello world");
      assertThat(upstream.heads.getFirst()).doesNotContain("content-encoding");
      assertThat(unknown.status()).isEqualTo(415);
    }
  }

  @Test
  void anUpstreamIsSpokenToOverHttp2() {
    try (var upstream =
            EdgeUnderTest.routes("{'path': '/*', 'respond': {'body': '{method} {path}'}}");
        var edge =
            EdgeUnderTest.serving(
                "{'upstreams': {'api': {'targets': ['127.0.0.1:%d'], 'protocol': 'h2'}},"
                        .formatted(upstream.port())
                    + "'sites': {'*': [{'path': '/*', 'proxy': 'api'}]}}")) {
      assertThat(edge.get("/over/h2").body()).isEqualTo("GET /over/h2");
      assertThat(upstream.logAtEnd()).contains("\"protocol\":\"HTTP/2\"");
    }
  }

  private static EdgeUnderTest through(ScriptedUpstream upstream) {
    return EdgeUnderTest.routes("{'path': '/*', 'proxy': '" + upstream.address() + "'}");
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      if (!latch.await(20, TimeUnit.SECONDS)) {
        throw new IOException("nobody went on");
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
