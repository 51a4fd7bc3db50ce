package dev.varve.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Which target gets a request, again after a fault, and what happens when none can.
class UpstreamChoiceTest {
  @Test
  void aRetryGoesToAnotherTargetWithHeadersAndBody() {
    try (var upstream = new ScriptedUpstream((talk, _, _) -> talk.ok(talk.read(4)));
        var edge =
            upstreams(
                "{'targets': ['127.0.0.1:%d', '%s'], 'retry': {'attempts': 2}}"
                    .formatted(ScriptedUpstream.closedPort(), upstream.address()))) {
      for (int i = 0; i < 10; i++) {
        Reply reply =
            edge.talk(
                "POST / HTTP/1.1\r\nhost: a\r\nx-mark: "
                    + i
                    + "\r\nconnection: close\r\ncontent-length: 4\r\n\r\nbody");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo("body");
        assertThat(upstream.heads.get(i)).contains("x-mark: " + i + "\r\n", "content-length: 4");
      }
    }
  }

  @Test
  void aPostIsNotRepeatedOnceSomethingWasSent() {
    try (var bad = new ScriptedUpstream((talk, _, _) -> talk.reset());
        var good = ScriptedUpstream.saying("good");
        var edge =
            upstreams(
                "{'targets': ['%s', '%s'], 'retry': {'attempts': 3, 'on': ['connect', 'reset']}}"
                    .formatted(bad.address(), good.address()))) {
      int failed = 0;
      for (int i = 0; i < 6; i++) {
        failed += edge.ask("POST", "/", "content-length: 0").status() == 502 ? 1 : 0;
      }

      assertThat(failed).isEqualTo(bad.heads.size()).isPositive();
      assertThat(good.heads).hasSize(6 - failed);
    }
  }

  @Test
  void aGetIsRepeatedAfterAResetWhenTheRulesSaySo() {
    try (var bad = new ScriptedUpstream((talk, _, _) -> talk.reset());
        var good = ScriptedUpstream.saying("good");
        var edge =
            upstreams(
                "{'targets': ['%s', '%s'], 'retry': {'attempts': 2, 'on': ['reset']}}"
                    .formatted(bad.address(), good.address()))) {
      for (int i = 0; i < 6; i++) {
        assertThat(edge.get("/").body()).isEqualTo("good");
      }
      assertThat(bad.heads).isNotEmpty();
    }
  }

  @Test
  void aStatusIsRepeatedOnAnotherTarget() {
    try (var bad =
            new ScriptedUpstream(
                (talk, _, _) -> talk.send("HTTP/1.1 503 Busy\r\ncontent-length: 4\r\n\r\nbusy"));
        var good = ScriptedUpstream.saying("good");
        var edge =
            upstreams(
                "{'targets': ['%s', '%s'], 'retry': {'attempts': 2, 'on': [503]}}"
                    .formatted(bad.address(), good.address()))) {
      for (int i = 0; i < 6; i++) {
        assertThat(edge.get("/").body()).isEqualTo("good");
      }
      assertThat(edge.ask("POST", "/", "content-length: 0").status()).isIn(200, 503);
    }
  }

  @Test
  void retriesStayWithinTheirBudget() {
    try (var bad = new ScriptedUpstream((talk, _, _) -> talk.reset());
        var edge =
            upstreams(
                "{'targets': ['%s', '%s'], 'retry': {'attempts': 2, 'on': ['reset'], 'budget': 0}}"
                    .formatted(bad.address(), "127.0.0.1:" + ScriptedUpstream.closedPort()))) {
      for (int i = 0; i < 30; i++) {
        assertThat(edge.get("/").status()).isEqualTo(502);
      }
      // A few retries a second are free, whatever the budget.
      assertThat(bad.heads.size()).isLessThan(30);
    }
  }

  @Test
  void allTargetsDownIs503WithRetryAfterAndNever404() {
    try (var upstream = ScriptedUpstream.saying("ok");
        var edge = upstreams("{'targets': ['%s']}".formatted(upstream.address()))) {
      assertThat(edge.edge.enable("api", upstream.address(), false)).isTrue();
      Reply reply = edge.get("/");

      assertThat(reply.status()).isEqualTo(503);
      assertThat(reply.field("retry-after")).isEqualTo("5");
      assertThat(reply.raw()).doesNotContain("127.0.0.1");
      edge.edge.enable("api", upstream.address(), true);
      assertThat(edge.get("/").status()).isEqualTo(200);
    }
  }

  @Test
  void aBackupIsUsedOnlyWhenNothingElseIsUp() {
    try (var first = ScriptedUpstream.saying("first");
        var spare = ScriptedUpstream.saying("spare");
        var edge =
            upstreams(
                "{'targets': ['%s', {'address': '%s', 'backup': true}]}"
                    .formatted(first.address(), spare.address()))) {
      assertThat(edge.get("/").body()).isEqualTo("first");
      edge.edge.drain("api", first.address(), true);
      assertThat(edge.get("/").body()).isEqualTo("spare");
    }
  }

  @Test
  void aDrainingTargetEndsWhatItHasAndGetsNothingNew() {
    try (var slow =
            new ScriptedUpstream((talk, _, _) -> {
              talk.send("HTTP/1.1 200 OK\r\ncontent-length: 8\r\n\r\nhalf");
              talk.readUntil("go");
              talk.send("done");
            });
        var other = ScriptedUpstream.saying("other");
        var edge =
            upstreams("{'targets': ['%s', '%s']}".formatted(slow.address(), other.address()));
        var client = edge.connect()) {
      edge.edge.enable("api", other.address(), false);
      client.send("POST / HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-length: 2\r\n\r\n");
      client.readUntil("half");
      edge.edge.enable("api", other.address(), true);
      edge.edge.drain("api", slow.address(), true);

      for (int i = 0; i < 10; i++) {
        assertThat(edge.get("/").body()).isEqualTo("other");
      }
      client.send("go");
      assertThat(client.readToEnd()).isEqualTo("done");
      assertThat(edge.edge.upstreams()).allMatch(target -> target.active() == 0);
    }
  }

  @Test
  void aStickyCookieBringsTheClientBack() {
    try (var a = ScriptedUpstream.saying("a");
        var b = ScriptedUpstream.saying("b");
        var edge =
            upstreams(
                "{'targets': ['%s', '%s'], 'sticky': {'cookie': 'at'}}"
                    .formatted(a.address(), b.address()))) {
      Reply first = edge.get("/");
      String cookie = first.field("set-cookie");
      String value = cookie.substring(0, cookie.indexOf(';'));
      for (int i = 0; i < 10; i++) {
        assertThat(edge.get("/", "cookie: x=1; " + value).body()).isEqualTo(first.body());
      }

      assertThat(cookie).contains("HttpOnly", "SameSite=Lax").doesNotContain("127.0.0.1");
      assertThat(edge.get("/", "cookie: at=forged").status()).isEqualTo(200);
    }
  }

  @Test
  void hashedRequestsGoByTheirKeyAndNotByTheirPathAlone() {
    try (var a = ScriptedUpstream.saying("a");
        var b = ScriptedUpstream.saying("b");
        var c = ScriptedUpstream.saying("c");
        var edge =
            upstreams(
                "{'targets': ['%s', '%s', '%s'], 'balance': {'kind': 'maglev',"
                        .formatted(a.address(), b.address(), c.address())
                    + "'key': '{header.x-tenant}'}}")) {
      Map<String, String> where = new HashMap<>();
      for (int i = 0; i < 60; i++) {
        String tenant = "t" + i % 20;
        String body = edge.get("/same", "x-tenant: " + tenant).body();
        assertThat(where.computeIfAbsent(tenant, _ -> body)).isEqualTo(body);
      }
      assertThat(where.values()).contains("a", "b", "c");
    }
  }

  @Test
  void aCanaryIsChosenByCookieHeaderAndWeight() {
    try (var stable = ScriptedUpstream.saying("stable");
        var canary = ScriptedUpstream.saying("canary");
        var edge =
            EdgeUnderTest.routes(
                "{'path': '/*', 'proxy': {'split': [{'upstream': '%s', 'weight': 1},"
                        .formatted(stable.address())
                    + "{'upstream': '%s', 'weight': 0, 'cookie': 'beta=1', 'header': 'x-beta=on'}]}}"
                        .formatted(canary.address()))) {
      for (int i = 0; i < 20; i++) {
        assertThat(edge.get("/").body()).isEqualTo("stable");
      }
      assertThat(edge.get("/", "cookie: a=b; beta=1").body()).isEqualTo("canary");
      assertThat(edge.get("/", "x-beta: on").body()).isEqualTo("canary");
    }
  }

  @Test
  void aBreakerStopsRequestsToATargetThatFails() {
    try (var bad =
            new ScriptedUpstream(
                (talk, _, _) -> talk.send("HTTP/1.1 500 Oops\r\ncontent-length: 0\r\n\r\n"));
        var edge =
            upstreams(
                "{'targets': ['%s'], 'breaker': {'errors': 50, 'samples': 5, 'openFor': '1h'}}"
                    .formatted(bad.address()))) {
      for (int i = 0; i < 5; i++) {
        assertThat(edge.get("/").status()).isEqualTo(500);
      }
      assertThat(edge.get("/").status()).isEqualTo(503);
      assertThat(bad.heads).hasSize(5);
      assertThat(edge.edge.upstreams().getFirst().breaker()).isEqualTo("open");
      assertThat(edge.edge.openMetrics())
          .contains("varve_upstream_target_circuit_open{upstream=\"api\",target=");
    }
  }

  @Test
  void healthChecksTakeATargetOutAndBringItBack() {
    var healthy = new AtomicInteger(1);
    try (var upstream =
            new ScriptedUpstream((talk, head, _) -> {
              if (head.startsWith("GET /health ") && healthy.get() == 0) {
                talk.send("HTTP/1.1 500 Sick\r\ncontent-length: 0\r\n\r\n");
              } else {
                talk.ok("ok");
              }
            });
        var edge =
            upstreams(
                "{'targets': ['%s'], 'health': {'path': '/health', 'every': '100ms',"
                        .formatted(upstream.address())
                    + "'healthyAfter': 1, 'unhealthyAfter': 1}}")) {
      assertThat(edge.get("/").status()).isEqualTo(200);
      healthy.set(0);
      awaitUp(edge, false);
      assertThat(edge.get("/").status()).isEqualTo(503);
      healthy.set(1);
      awaitUp(edge, true);
      assertThat(edge.get("/").status()).isEqualTo(200);
    }
  }

  @Test
  void aGraphThatIsSwappedKeepsUnchangedUpstreamsAndTheirConnections() {
    try (var upstream = ScriptedUpstream.saying("ok");
        var edge = upstreams("{'targets': ['%s']}".formatted(upstream.address()));
        var client = edge.connect()) {
      client.send("GET /1 HTTP/1.1\r\nhost: a\r\n\r\n");
      client.readUntil("\r\n\r\nok");
      edge.edge.swap(
          EdgeUnderTest.graph(
              "{'upstreams': {'api': {'targets': ['%s']}}, 'sites': {'*': ["
                      .formatted(upstream.address())
                  + "{'path': '/new', 'respond': {'body': 'new'}}, {'path': '/*', 'proxy': 'api'}"
                  + "]}}"));
      client.send("GET /new HTTP/1.1\r\nhost: a\r\n\r\n");
      client.readUntil("\r\n\r\nnew");
      client.send("GET /2 HTTP/1.1\r\nhost: a\r\n\r\n");
      client.readUntil("\r\n\r\nok");

      assertThat(upstream.connections.get()).isEqualTo(1);
    }
  }

  private static void awaitUp(EdgeUnderTest edge, boolean up) {
    long end = System.nanoTime() + 5_000_000_000L;
    while (edge.edge.upstreams().getFirst().up() != up) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.onSpinWait();
    }
  }

  private static EdgeUnderTest upstreams(String upstream) {
    return EdgeUnderTest.serving(
        "{'upstreams': {'api': "
            + upstream
            + "}, 'sites': {'*': [{'path': '/*', 'proxy': 'api'}]}}");
  }
}
