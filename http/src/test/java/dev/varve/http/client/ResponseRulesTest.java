package dev.varve.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.http.TestUpstream;
import dev.varve.http.net.Loops;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every rule about responses, as exact bytes: what the caller gets, and whether the connection is
/// used again.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResponseRulesTest {
  private final TestClient client = new TestClient(Loops.best(), ClientOptions.DEFAULT);

  /// @param kept whether the connection serves a second request
  record Rule(String rule, String bytes, boolean closes, String got, boolean kept) {
    @Override
    public String toString() {
      return rule;
    }
  }

  private static Rule bad(String rule, String fields) {
    return new Rule(
        rule, "HTTP/1.1 200 OK\r\n" + fields + "\r\n\r\nabc", false, "BadResponse", false);
  }

  private static Rule line(String rule, String line) {
    return new Rule(rule, line + "Content-Length: 0\r\n\r\n", false, "BadResponse", false);
  }

  private static Rule good(String rule, String bytes, String got, boolean kept) {
    return new Rule(rule, bytes, false, got, kept);
  }

  static Stream<Rule> rules() {
    return Stream.of(framings(), others()).flatMap(List::stream);
  }

  private static List<Rule> framings() {
    return List.of(
        bad("F9 two lengths", "Content-Length: 3\r\nContent-Length: 3"),
        bad("F9 other lengths", "Content-Length: 3\r\nContent-Length: 4"),
        bad("F9 length list", "Content-Length: 3, 3"),
        bad("F9 bad length", "Content-Length: 3x"),
        bad("F9 length and coding", "Content-Length: 3\r\nTransfer-Encoding: chunked"),
        bad("F9 unknown coding", "Transfer-Encoding: gzip"),
        bad("F9 two codings", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"),
        bad("F9 folded field", "a: b\r\n c\r\nContent-Length: 3"),
        bad("F9 bare CR", "a: b\rc\r\nContent-Length: 3"),
        bad("F9 space before colon", "Content-Length : 3"));
  }

  private static List<Rule> others() {
    String ok = "HTTP/1.1 200 OK\r\n";
    String chunked = ok + "Transfer-Encoding: chunked\r\n\r\n";
    return List.of(
        line("F9 other protocol", "ICY 200 OK\r\n"),
        line("F9 other version", "HTTP/2.0 200 OK\r\n"),
        line("F9 status of two digits", "HTTP/1.1 20 OK\r\n"),
        line("F9 status of four digits", "HTTP/1.1 2000 OK\r\n"),
        line("F9 status out of range", "HTTP/1.1 999 OK\r\n"),
        line("F9 status line ended by LF", "HTTP/1.1 200 OK\n"),
        line("F9 switch that nobody asked for", "HTTP/1.1 101 Switch\r\n"),
        line("F9 endless interim responses", "HTTP/1.1 102 P\r\n\r\n".repeat(33) + ok),
        new Rule(
            "F9 coding in HTTP/1.0",
            "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            false,
            "BadResponse",
            false),
        new Rule(
            "F9 body of 204",
            "HTTP/1.1 204 No\r\nContent-Length: 3\r\n\r\nabc",
            false,
            "BadResponse",
            false),
        good("F9 extra bytes", ok + "Content-Length: 3\r\n\r\nabcHTTP/1.1 200", "200 abc", false),
        good("F9 extra bytes of 304", "HTTP/1.1 304 N\r\n\r\nabc", "304 ", false),
        good("fixed length", ok + "Content-Length: 3\r\n\r\nabc", "200 abc", true),
        good("no reason", "HTTP/1.1 200\r\nContent-Length: 3\r\n\r\nabc", "200 abc", true),
        good("chunks", chunked + "3;x\r\nabc\r\n0\r\n\r\n", "200 abc", true),
        good("trailers", chunked + "1\r\na\r\n0\r\nb: c\r\nHost: x\r\n\r\n", "200 ab: c\n", true),
        good(
            "connection close",
            ok + "Connection: x, Close\r\nContent-Length: 1\r\n\r\na",
            "200 a",
            false),
        good("HTTP/1.0", "HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\na", "200 a", false),
        good(
            "HTTP/1.0 that keeps",
            "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 1\r\n\r\na",
            "200 a",
            true),
        good(
            "interim responses",
            "HTTP/1.1 100 C\r\n\r\nHTTP/1.1 103 E\r\n\r\n" + ok + "Content-Length: 1\r\n\r\na",
            "103 200 a",
            true),
        new Rule("body to the end", ok + "\r\nabc", true, "200 abc", false),
        new Rule("F5 short body", ok + "Content-Length: 5\r\n\r\nabc", true, "200 abc!GONE", false),
        new Rule("F5 unfinished chunks", chunked + "3\r\nabc\r\n", true, "200 abc!GONE", false),
        new Rule("F3 bad chunk", chunked + "3\r\nabcd\r\n", false, "200 abc!MALFORMED", false),
        new Rule("nothing", "", true, "Broken", false),
        new Rule("half a head", "HTTP/1.1 200", true, "Broken", false));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void takesOrRefusesAndReuses(Rule rule) throws Exception {
    try (var upstream = new TestUpstream(rule.bytes(), rule.closes())) {
      Origin origin = Origin.http("127.0.0.1", upstream.port());

      String got = client.get(origin, "/");

      if (rule.got().matches("[A-Z].*")) {
        assertThat(got).startsWith(rule.got());
      } else {
        assertThat(got).isEqualTo(rule.got());
      }
      assertThat(client.ask(() -> client.client().idle(origin))).isEqualTo(rule.kept() ? 1 : 0);
      assertThat(client.ask(() -> client.client().underWay())).isZero();
    }
  }

  @AfterAll
  void close() {
    client.close();
  }
}
