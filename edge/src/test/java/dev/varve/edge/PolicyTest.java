package dev.varve.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.base.Failure;
import dev.varve.edge.guard.GuardCheck;
import dev.varve.http.Fields;
import dev.varve.http.field.StructuredFields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a route says about who may use it and how, seen from outside.
class PolicyTest {
  @Test
  void networksDecideWhoMayUseARoute() {
    try (var edge =
        EdgeUnderTest.routes(
            "{'path': '/in', 'allow': ['127.0.0.0/8'], 'respond': 204},"
                + "{'path': '/out', 'allow': ['10.0.0.0/8'], 'respond': 204},"
                + "{'path': '/denied', 'allow': ['127.0.0.0/8'], 'deny': ['127.0.0.1'],"
                + " 'respond': 204}")) {
      assertThat(edge.get("/in").status()).isEqualTo(204);
      assertThat(edge.get("/out").status()).isEqualTo(403);
      assertThat(edge.get("/denied").status()).isEqualTo(403);
      assertThat(edge.get("/out", "x-forwarded-for: 10.0.0.1").status()).isEqualTo(403);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "POST", "OPTIONS", "DELETE", "PROPFIND"})
  void aGuardStandsBeforeEveryMethod(String method) {
    try (var edge = guarded("{'path': '/*', 'auth': {'jwt': %s}, 'respond': {'body': 'inside'}}")) {
      Reply refused = edge.ask(method, "/x");
      assertThat(refused.status()).isEqualTo(401);
      assertThat(refused.field("www-authenticate")).isEqualTo("Bearer");
      assertThat(edge.ask(method, "/x", "authorization: Bearer good").status()).isEqualTo(200);
    }
  }

  @Test
  void aGuardedRouteIsNotServedByTheCatchAllUnderAnotherMethodOrSpelling() {
    try (var edge =
        guarded(
            "{'path': '/admin/*', 'methods': ['PATCH'], 'auth': {'jwt': %s}, 'respond': 204},"
                + "{'path': '/open', 'respond': {'body': 'open'}}")) {
      assertThat(edge.ask("PATCH", "/admin/x").status()).isEqualTo(401);
      assertThat(edge.get("/admin/x").status()).isEqualTo(405);
      assertThat(edge.ask("PATCH", "/open/../admin/x").status()).isEqualTo(401);
      assertThat(edge.ask("PATCH", "/%61dmin/x").status()).isEqualTo(401);
      assertThat(edge.ask("PATCH", "//admin//x").status()).isEqualTo(401);
    }
  }

  @Test
  void whatAGuardTellsReachesTheUpstreamAndTheClientCannotForgeIt() {
    try (var upstream = ScriptedUpstream.saying("ok");
        var edge =
            guarded("{'path': '/*', 'auth': {'jwt': %s}, 'proxy': '" + upstream.address() + "'}")) {
      edge.get("/", "authorization: Bearer good", "x-user: forged", "x_user: forged");

      assertThat(upstream.heads.getFirst()).contains("x-user: ann").doesNotContain("forged");
    }
  }

  @Test
  void rolesAreAskedForAfterTheGuard() {
    try (var edge =
        guarded(
            "{'path': '/a', 'auth': {'jwt': %s}, 'roles': ['editor'], 'respond': 204},"
                + "{'path': '/b', 'auth': {'jwt': %s}, 'roles': ['admin'], 'respond': 204},"
                + "{'path': '/c', 'auth': {'jwt': %s}, 'scopes': ['write'], 'respond': 204}")) {
      String good = "authorization: Bearer good";
      assertThat(edge.get("/a", good).status()).isEqualTo(204);
      assertThat(edge.get("/b", good).status()).isEqualTo(403);
      assertThat(edge.get("/c", good).status()).isEqualTo(403);
    }
  }

  @Test
  void guardsCompose() {
    try (var edge =
        guarded(
            "{'path': '/any', 'auth': {'any': [{'jwt': %s}, {'ip': ['127.0.0.1']}]},"
                + " 'respond': 204},"
                + "{'path': '/all', 'auth': {'all': [{'jwt': %s}, {'ip': ['10.0.0.1']}]},"
                + " 'respond': 204},"
                + "{'path': '/not', 'auth': {'not': {'ip': ['127.0.0.1']}}, 'respond': 204}")) {
      assertThat(edge.get("/any").status()).isEqualTo(204);
      assertThat(edge.get("/all", "authorization: Bearer good").status()).isEqualTo(403);
      assertThat(edge.get("/all").status()).isEqualTo(401);
      assertThat(edge.get("/not").status()).isEqualTo(403);
    }
  }

  @Test
  void aGuardNobodyCanCheckIsRefusedAtTheStart() {
    assertThatThrownBy(() ->
            EdgeUnderTest.routes(
                "{'path': '/*', 'auth': {'jwt': {'jwks': 'https://id.example.com/k'}},"
                    + " 'respond': 204}"))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("[E1403]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'limit': [{'rate': '1/s', 'kind': 'sliding-window'}]",
        "'limit': [{'rate': '1/s', 'shared': true}]",
        "'concurrency': {'most': 1, 'queue': 1}"
      })
  void aSettingThatIsNotActedOnIsRefusedAtTheStart(String setting) {
    assertThatThrownBy(
            () -> EdgeUnderTest.routes("{'path': '/*', " + setting + ", 'respond': 204}"))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("[E1406]");
  }

  @Test
  void everythingThatStandsInTheWayIsToldAtOnce() {
    assertThatThrownBy(() ->
            EdgeUnderTest.routes(
                "{'path': '/a', 'static': 'no/such/folder'}, {'path': '/b', 'app': 'shop'},"
                    + "{'path': '/c', 'responseHeaders': {'set': {'x': {'env': 'NO_SUCH_X'}}},"
                    + " 'respond': 204}"))
        .isInstanceOf(Failure.class)
        .hasMessageContainingAll("[E1401]", "[E1402]", "[E1404]");
  }

  @Test
  void aGraphThatCannotBeServedChangesNothing() {
    try (var edge = EdgeUnderTest.routes("{'path': '/*', 'respond': {'body': 'old'}}")) {
      assertThatThrownBy(() ->
              edge.edge.swap(
                  EdgeUnderTest.graph("{'sites': {'*': [{'path': '/*', 'app': 'shop'}]}}")))
          .isInstanceOf(Failure.class);

      assertThat(edge.get("/").body()).isEqualTo("old");
    }
  }

  @Test
  void ratesAreKeptAndToldToTheClient() {
    try (var edge =
        EdgeUnderTest.routes("{'path': '/*', 'limit': '2/h', 'respond': {'body': 'ok'}}")) {
      Reply first = edge.get("/");
      assertThat(first.status()).isEqualTo(200);
      assertThat(first.field("ratelimit-policy")).isEqualTo("\"default\";q=2;w=3600");
      assertThat(first.field("ratelimit")).startsWith("\"default\";r=1;");
      // RFC 9651: both are lists of items.
      assertThat(StructuredFields.list(first.field("ratelimit-policy"))).isPresent();
      assertThat(StructuredFields.list(first.field("ratelimit"))).isPresent();
      // Another address of the same page is the same budget.
      assertThat(edge.get("/other?x=1").status()).isEqualTo(200);
      Reply refused = edge.get("/x", "x-forwarded-for: 9.9.9.9");

      assertThat(refused.status()).isEqualTo(429);
      assertThat(Integer.parseInt(refused.field("retry-after"))).isBetween(1700, 1800);
      assertThat(edge.logAtEnd()).contains("rate_limited");
    }
  }

  @Test
  void ratesAreKeptByWhatTheRouteNames() {
    try (var edge =
        EdgeUnderTest.routes(
            "{'path': '/*', 'limit': {'rate': '1/h', 'by': '{header.x-key}'}, 'respond': 204}")) {
      assertThat(edge.get("/", "x-key: a").status()).isEqualTo(204);
      assertThat(edge.get("/", "x-key: b").status()).isEqualTo(204);
      assertThat(edge.get("/", "x-key: a").status()).isEqualTo(429);
      // Who names no key shares one budget with all who name none.
      assertThat(edge.get("/").status()).isEqualTo(204);
      assertThat(edge.get("/").status()).isEqualTo(429);
    }
  }

  /// A household has a /64 of IPv6: one address of it is as good as another, and others have their
  /// own budget.
  @Test
  void clientsOfIpv6ShareABudgetOnlyWithinTheirNetwork() {
    try (var edge =
        EdgeUnderTest.serving(
            "{'listen': {'http': {'address': ':80', 'trustedProxies': ['127.0.0.1']}},"
                + "'sites': {'*': [{'path': '/*', 'limit': '1/h', 'respond': 204}]}}")) {
      String from = "x-forwarded-for: ";
      assertThat(edge.get("/", from + "2001:db8:0:1::1").status()).isEqualTo(204);
      assertThat(edge.get("/", from + "2001:db8:0:2::1").status()).isEqualTo(204);
      assertThat(edge.get("/", from + "2001:db8:0:1:ffff::2").status()).isEqualTo(429);
      assertThat(edge.get("/", from + "192.0.2.1").status()).isEqualTo(204);
      assertThat(edge.get("/", from + "192.0.2.2").status()).isEqualTo(204);
    }
  }

  @Test
  void tooManyRequestsAtOnceAre503() {
    try (var upstream =
            new ScriptedUpstream((talk, _, _) -> {
              talk.send("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n1");
              talk.readUntil("go");
              talk.send("2");
            });
        var edge =
            EdgeUnderTest.routes(
                "{'path': '/*', 'concurrency': 1, 'proxy': '" + upstream.address() + "'}");
        var client = edge.connect()) {
      client.send(
          Wire.head("POST / HTTP/1.1", "host: a", "connection: close", "content-length: 2"));
      client.readUntil("\r\n\r\n1");
      Reply refused = edge.get("/");
      client.send("go");
      client.readUntil("2");

      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.field("retry-after")).isEqualTo("1");
    }
  }

  @Test
  void corsAnswersListedOriginsOnly() {
    try (var edge =
        EdgeUnderTest.routes(
            "{'path': '/*', 'cors': {'origins': ['https://app.example'], 'credentials': true,"
                + "'methods': ['GET', 'PUT'], 'expose': ['x-total']}, 'respond': {'body': 'ran'}}")) {
      Reply preflight =
          edge.ask(
              "OPTIONS", "/", "origin: https://app.example", "access-control-request-method: PUT");
      assertThat(preflight.status()).isEqualTo(204);
      assertThat(preflight.body()).isEmpty();
      assertThat(preflight.field("access-control-allow-origin")).isEqualTo("https://app.example");
      assertThat(preflight.field("access-control-allow-methods")).isEqualTo("GET, PUT");
      Reply stranger =
          edge.ask(
              "OPTIONS", "/", "origin: https://evil.example", "access-control-request-method: PUT");
      assertThat(stranger.field("access-control-allow-origin")).isNull();
      Reply got = edge.get("/", "origin: https://app.example");
      assertThat(got.field("access-control-allow-credentials")).isEqualTo("true");
      assertThat(got.field("access-control-expose-headers")).isEqualTo("x-total");
      assertThat(got.field("vary")).isEqualTo("origin");
      assertThat(edge.get("/").field("vary")).isEqualTo("origin");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "POST, sec-fetch-site: same-origin, 204",
    "POST, sec-fetch-site: cross-site, 403",
    "POST, sec-fetch-site: same-site, 403",
    "POST, origin: http://example.com, 204",
    "POST, origin: http://evil.example, 403",
    "POST, origin: null, 403",
    "POST, origin: https://partner.example, 204",
    "POST, accept: a, 204",
    "GET, sec-fetch-site: cross-site, 204"
  })
  void changesMustComeFromPagesOfTheSite(String method, String field, int status) {
    try (var edge =
        EdgeUnderTest.routes(
            "{'path': '/*', 'csrf': {'trusted': ['https://partner.example']}, 'respond': 204}")) {
      assertThat(edge.ask(method, "/", field, "content-length: 0").status()).isEqualTo(status);
    }
  }

  @Test
  void securityHeadersAreAddedWhereTheActionHasNone() {
    try (var upstream =
            new ScriptedUpstream((talk, _, _) ->
                talk.send(
                    Wire.head(
                        "HTTP/1.1 200 OK", "x-frame-options: ALLOW-X", "content-length: 0")));
        var edge =
            EdgeUnderTest.routes(
                "{'path': '/*', 'securityHeaders': 'strict', 'proxy': '"
                    + upstream.address()
                    + "'}")) {
      Reply reply = edge.get("/");

      assertThat(reply.field("x-content-type-options")).isEqualTo("nosniff");
      assertThat(reply.field("content-security-policy")).isNotNull();
      assertThat(reply.values("x-frame-options")).containsExactly("ALLOW-X");
      assertThat(reply.field("strict-transport-security")).isNull();
    }
  }

  @Test
  void statusesAreToldAsOthers() {
    try (var upstream =
            new ScriptedUpstream(
                (talk, _, _) -> talk.send(Wire.head("HTTP/1.1 418 Teapot", "content-length: 0")));
        var edge =
            EdgeUnderTest.routes(
                "{'path': '/*', 'statuses': {'418': 404}, 'proxy': '"
                    + upstream.address()
                    + "'}")) {
      assertThat(edge.get("/").status()).isEqualTo(404);
    }
  }

  @Test
  void errorPagesAreTheSitesOwn(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("404.html"), "<h1>lost</h1>");
    Files.writeString(folder.resolve("5xx.html"), "<h1>broken</h1>");
    int closed = ScriptedUpstream.closedPort();
    try (var edge =
        EdgeUnderTest.serving(
            "{'sites': {'*': {'errorPages': {'404': '404.html', '5xx': '5xx.html'}, 'routes': ["
                + "{'path': '/files/*', 'static': '.'}, {'path': '/down', 'proxy': '127.0.0.1:"
                + closed
                + "'}]}}}",
            folder,
            UnaryOperator.identity())) {
      assertThat(edge.get("/files/x").body()).isEqualTo("<h1>lost</h1>");
      assertThat(edge.get("/down").body()).isEqualTo("<h1>broken</h1>");
      assertThat(edge.get("/down").status()).isEqualTo(502);
      assertThat(edge.get("/none").body()).contains("\"status\":404");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "add, /a, /a/",
    "add, /a?x=1, /a/?x=1",
    "add, /a.txt, -",
    "strip, /a/?x=1, /a?x=1",
    "strip, /, -"
  })
  void slashesAtTheEndAreAddedOrStripped(String kind, String path, String location) {
    try (var edge =
        EdgeUnderTest.serving(
            "{'sites': {'*': {'trailingSlash': '"
                + kind
                + "', 'routes': [{'path': '/*', 'respond': 204}]}}}")) {
      Reply reply = edge.get(path);

      assertThat(reply.status()).isEqualTo(location.equals("-") ? 204 : 308);
      assertThat(reply.field("location")).isEqualTo(location.equals("-") ? null : location);
    }
  }

  @Test
  void plainRequestsAreSentToHttps() {
    try (var edge =
        EdgeUnderTest.serving(
            "{'listen': {'http': {'address': ':80', 'redirectToHttps': true},"
                + "'https': {'address': ':8443', 'tls': true}},"
                + "'sites': {'*': [{'path': '/*', 'respond': 204}]}}")) {
      Reply reply = edge.get("/a%2Fb/?b=c&d=%20+e");
      assertThat(reply.status()).isEqualTo(308);
      assertThat(reply.field("location")).isEqualTo("https://example.com:8443/a%2Fb/?b=c&d=%20+e");
      assertThat(edge.ask("POST", "/a", "content-length: 0").status()).isEqualTo(308);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/%0d%0aset-cookie:x=1, 400",
    "//evil.example/, 308",
    "/\\evil.example, 400",
    "/%2f%2fevil.example, 308"
  })
  void redirectsStayOnTheHost(String path, int status) {
    try (var edge = EdgeUnderTest.routes("{'path': '/*', 'redirect': {'to': '{path}x'}}")) {
      Reply reply = edge.get(path);

      assertThat(reply.status()).isEqualTo(status);
      assertThat(reply.field("set-cookie")).isNull();
      if (status == 308) {
        assertThat(reply.field("location")).startsWith("/").doesNotStartWith("//");
      }
    }
  }

  @Test
  void whatAClientSendsDoesNotBecomeMarkup() {
    try (var edge =
        EdgeUnderTest.routes(
            "{'path': '/*', 'respond': {'body': '<p>{path} {query.q}', 'contentType': 'text/html'}}")) {
      assertThat(edge.get("/a?q=%3Cscript%3E").body()).isEqualTo("<p>/a &lt;script&gt;");
    }
  }

  @Test
  void metricsCountByRouteAndNeverByWhatAClientSends() {
    try (var edge = EdgeUnderTest.routes("{'path': '/a/*', 'id': 'a', 'respond': 204}")) {
      for (int i = 0; i < 20; i++) {
        edge.talk(
            Wire.head(
                "GET /a/" + i + " HTTP/1.1", "host: h" + i + ".example", "connection: close"));
      }
      edge.get("/nowhere");
      String text = edge.edge.openMetrics();

      assertThat(text)
          .contains("varve_http_requests_total{route=\"a\",code=\"2xx\"} 20\n")
          .contains("varve_http_requests_total{route=\"(none)\",code=\"4xx\"} 1\n")
          .contains("varve_http_request_duration_seconds_count{route=\"a\"} 20\n")
          .doesNotContain("example")
          .endsWith("# EOF\n");
    }
  }

  @Test
  void aRequestIdIsTakenOverFromTrustedProxiesOnly() {
    String sites = "'sites': {'*': [{'path': '/*', 'respond': {'body': '{request.id}'}}]}}";
    try (var open = EdgeUnderTest.serving("{'requestIds': {'accept': true}, " + sites)) {
      assertThat(open.get("/", "x-request-id: mine").body()).isNotEqualTo("mine");
    }
    try (var trusting =
        EdgeUnderTest.serving(
            "{'requestIds': {'accept': true}, 'listen': {'http': {'address': ':80',"
                + "'trustedProxies': ['127.0.0.1']}}, "
                + sites)) {
      Reply reply = trusting.get("/", "x-request-id: mine");
      assertThat(reply.body()).isEqualTo("mine");
      assertThat(reply.values("x-request-id")).containsExactly("mine");
    }
  }

  /// `%s` stands for a token guard that knows one token: `good`, of ann, who is an editor.
  private static EdgeUnderTest guarded(String routes) {
    return EdgeUnderTest.serving(
        "{'sites': {'*': ["
            + routes.replace(
                "%s", "{'jwks': 'https://id.example.com/k', 'forward': {'x-user': 'sub'}}")
            + "]}}",
        Path.of("."),
        options -> options.withGuards(_ -> ONE_TOKEN));
  }

  private static final GuardCheck ONE_TOKEN =
      (exchange, decision) -> {
        String token = exchange.request().fields().value(dev.varve.http.FieldName.AUTHORIZATION);
        if ("Bearer good".equals(token)) {
          decision.pass("ann", Set.of("editor"), Set.of("read"), Fields.of("x-user", "ann"));
        } else {
          decision.refuse(401, "Bearer");
        }
      };
}
