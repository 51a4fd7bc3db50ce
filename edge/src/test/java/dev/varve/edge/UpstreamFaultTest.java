package dev.varve.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// An upstream up to mischief: every fault has its status, its cause in the log, and no other
/// victim.
class UpstreamFaultTest {
  @Test
  void aRefusedConnectionIs502AndTellsNothingOfTheUpstream() {
    int port = ScriptedUpstream.closedPort();
    try (var edge = EdgeUnderTest.routes("{'path': '/*', 'proxy': '127.0.0.1:" + port + "'}")) {
      Reply reply = edge.get("/");

      assertThat(reply.status()).isEqualTo(502);
      assertThat(reply.field("content-type")).isEqualTo("application/problem+json");
      assertThat(reply.raw()).doesNotContain("127.0.0.1", String.valueOf(port));
      assertThat(reply.body()).contains(reply.field("x-request-id"));
      assertThat(edge.get("/", "accept: text/html").field("content-type")).startsWith("text/html");
      assertThat(edge.logAtEnd()).contains("\"error.type\":\"upstream_connect\"");
    }
  }

  @Test
  void aResetBeforeTheAnswerIs502() {
    check((talk, _, _) -> talk.reset(), 502, "upstream_response_read");
  }

  @Test
  void anEndBeforeTheAnswerIs502() {
    check((talk, _, _) -> talk.close(), 502, "upstream_response_read");
  }

  @Test
  void ambiguousFramingIs502() {
    check(
        (talk, _, _) ->
            talk.send(
                Wire.head("HTTP/1.1 200 OK", "content-length: 5", "transfer-encoding: chunked")
                    + "0\r\n\r\n"),
        502,
        "upstream_response_read");
  }

  @Test
  void twoLengthsAre502() {
    check(
        (talk, _, _) ->
            talk.send("HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nhello"),
        502,
        "upstream_response_read");
  }

  @Test
  void whatIsNotHttpIs502() {
    check((talk, _, _) -> talk.send("SSH-2.0-OpenSSH\r\n\r\n"), 502, "upstream_response_read");
  }

  @Test
  void aHeadTooLargeIs502() {
    check(
        (talk, _, _) -> talk.send("HTTP/1.1 200 OK\r\nx: " + "a".repeat(200_000) + "\r\n\r\n"),
        502,
        "upstream_response_read");
  }

  @Test
  void aFloodOfInterimAnswersEnds() {
    check(
        (talk, _, _) -> {
          while (true) {
            talk.send("HTTP/1.1 103 Early Hints\r\nlink: <a>\r\n\r\n".repeat(100));
          }
        },
        502,
        "upstream_response_read");
  }

  @Test
  void anAnswerThatDoesNotBeginIs504AndTheLogSaysWhichTimeout() {
    try (var upstream = new ScriptedUpstream((talk, _, _) -> talk.awaitEnd());
        var edge = timing(upstream, "{'firstByte': '150ms'}")) {
      assertThat(edge.get("/").status()).isEqualTo(504);
      assertThat(edge.logAtEnd()).contains("\"error.type\":\"upstream_first_byte_timeout\"");
    }
  }

  @Test
  void whoWaitsTooLongForAConnectionOfOthersIs503() {
    var over = new CompletableFuture<Void>();
    try (var upstream =
            new ScriptedUpstream((talk, _, _) -> {
              over.orTimeout(20, TimeUnit.SECONDS).join();
              talk.send("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
            });
        var edge =
            EdgeUnderTest.serving(
                "{'upstreams': {'u': {'targets': [{'address': '"
                    + upstream.address()
                    + "'}], 'pool': {'connections': 1, 'queueFor': '50ms'}}},"
                    + " 'sites': {'*': [{'path': '/*', 'proxy': 'u'}]}}");
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      // Each of the two loops has one connection, so one of three requests has none.
      var replies =
          Stream.generate(() -> CompletableFuture.supplyAsync(() -> edge.get("/"), threads))
              .limit(3)
              .toArray(CompletableFuture[]::new);
      var first = (Reply) CompletableFuture.anyOf(replies).orTimeout(20, TimeUnit.SECONDS).join();
      assertThat(first.status()).isEqualTo(503);
      assertThat(first.field("retry-after")).isNotEmpty();
      over.complete(null);
      CompletableFuture.allOf(replies).orTimeout(20, TimeUnit.SECONDS).join();
      assertThat(edge.logAtEnd()).contains("\"error.type\":\"upstream_busy\"");
    }
  }

  @Test
  void theTotalTimeoutIs504() {
    try (var upstream = new ScriptedUpstream((talk, _, _) -> talk.awaitEnd());
        var edge = timing(upstream, "{'total': '150ms'}")) {
      assertThat(edge.get("/").status()).isEqualTo(504);
      assertThat(edge.logAtEnd()).contains("\"error.type\":\"upstream_total_timeout\"");
    }
  }

  @Test
  void anAnswerThatStopsHalfWayIsCutAndNeverLooksComplete() {
    try (var upstream =
            new ScriptedUpstream((talk, _, _) -> {
              talk.send("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n");
              talk.awaitEnd();
            });
        var edge = timing(upstream, "{'idle': '150ms'}")) {
      Reply reply = edge.get("/");

      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.body()).endsWith("(cut)");
      assertThat(edge.logAtEnd()).contains("\"error.type\":\"upstream_response_read\"");
    }
  }

  @Test
  void aBodyShorterThanItsLengthIsCut() {
    try (var upstream =
            new ScriptedUpstream((talk, _, _) -> {
              talk.send("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nshort");
              talk.close();
            });
        var edge = through(upstream)) {
      try (var client = edge.connect()) {
        client.send("GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
        // How much of it got out is chance; that it is not all of it is certain.
        assertThat(client.readToEnd())
            .matches("(?s)(HTTP/1.1 200 .*content-length: 100.*)?(short)?");
      }
      assertThat(edge.logAtEnd()).contains("\"error.type\":\"upstream_response_read\"");
    }
  }

  @Test
  void bytesBehindAnAnswerEndTheConnectionAndReachNobody() {
    try (var upstream =
            new ScriptedUpstream((talk, _, number) ->
                talk.send(
                    "HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n"
                        + number
                        + (number == 0
                            ? "HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nevil"
                            : "")));
        var edge = through(upstream);
        var client = edge.connect()) {
      client.send("GET /0 HTTP/1.1\r\nhost: a\r\n\r\n");
      client.readUntil("\r\n\r\n0");
      client.send("GET /1 HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");

      assertThat(client.readToEnd()).endsWith("\r\n\r\n1").doesNotContain("evil");
    }
  }

  @Test
  void aClientThatLeavesCancelsTheUpstream() throws Exception {
    var ended = new CountDownLatch(1);
    try (var upstream =
            new ScriptedUpstream((talk, _, _) -> {
              if (talk.awaitEnd()) {
                ended.countDown();
              }
            });
        var edge = through(upstream)) {
      try (var client = edge.connect()) {
        client.send("GET / HTTP/1.1\r\nhost: a\r\n\r\n");
        while (upstream.heads.isEmpty()) {
          Thread.onSpinWait();
        }
      }

      assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(edge.logAtEnd()).contains("\"error.type\":\"client_gone\"");
    }
  }

  @Test
  void aClientThatDoesNotSendItsBodyIsToBlame() {
    try (var upstream = new ScriptedUpstream((talk, _, _) -> talk.read(10));
        var edge = through(upstream);
        var client = edge.connect()) {
      client.send("POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n");

      assertThat(client.readToEnd()).startsWith("HTTP/1.1 400 ");
      assertThat(edge.logAtEnd()).contains("request_body_read");
    }
  }

  @Test
  void aBodyBeyondTheLimitIs413() {
    try (var upstream = new ScriptedUpstream((talk, _, _) -> talk.read(100));
        var edge =
            EdgeUnderTest.routes(
                "{'path': '/*', 'maxBody': '10B', 'proxy': '" + upstream.address() + "'}")) {
      Reply known =
          edge.talk("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 11\r\n\r\nhello world");
      Reply unknown =
          edge.talk(
              Wire.head("POST / HTTP/1.1", "host: a", "transfer-encoding: chunked")
                  + "b\r\nhello world\r\n0\r\n\r\n");

      assertThat(known.status()).isEqualTo(413);
      assertThat(unknown.status()).isEqualTo(413);
    }
  }

  /// Security F5: what was left unsaid on a connection must not become the begin of another
  /// request.
  @Test
  void aConnectionWhoseRequestWasNotSentToItsEndIsNotUsedAgain() {
    try (var upstream = new ScriptedUpstream((talk, _, _) -> talk.ok("early"));
        var edge = through(upstream)) {
      try (var client = edge.connect()) {
        client.send("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 10\r\n\r\nhalf!");
        client.readUntil("early");
        for (int i = 0; i < 6; i++) { // some of them on the same loop
          assertThat(edge.get("/next").body()).isEqualTo("early");
        }
      }
      assertThat(upstream.heads)
          .hasSize(7)
          .allMatch(head -> head.startsWith("POST / ") || head.startsWith("GET /next "));
    }
  }

  @Test
  void afterAFaultTheNextRequestIsServed() {
    var mischief = new AtomicBoolean(true);
    try (var upstream =
            new ScriptedUpstream((talk, _, _) -> {
              if (mischief.getAndSet(false)) {
                talk.send("HTTP/1.1 200 OK\r\ncontent-length: x\r\n\r\n");
              } else {
                talk.ok("fine");
              }
            });
        var edge = through(upstream)) {
      assertThat(edge.get("/").status()).isEqualTo(502);
      assertThat(edge.get("/").body()).isEqualTo("fine");
    }
  }

  private static void check(ScriptedUpstream.Script script, int status, String errorType) {
    try (var upstream = new ScriptedUpstream(script);
        var edge = through(upstream)) {
      Reply reply = edge.get("/");
      while (reply.status() < 200) {
        reply = Reply.parse(reply.body());
      }
      assertThat(reply.status()).isEqualTo(status);
      assertThat(edge.logAtEnd()).contains("\"error.type\":\"" + errorType + "\"");
    }
  }

  private static EdgeUnderTest through(ScriptedUpstream upstream) {
    return EdgeUnderTest.routes("{'path': '/*', 'proxy': '" + upstream.address() + "'}");
  }

  private static EdgeUnderTest timing(ScriptedUpstream upstream, String timeouts) {
    return EdgeUnderTest.routes(
        "{'path': '/*', 'proxy': {'upstream': '"
            + upstream.address()
            + "', 'timeouts': "
            + timeouts
            + "}}");
  }
}
