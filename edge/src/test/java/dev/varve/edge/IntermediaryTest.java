package dev.varve.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

/// What an intermediary owes both ends (RFC 9110 sections 6.6.1, 7.6.3 and 10.2.4).
class IntermediaryTest {
  private static Reply through(String fields) {
    String answer = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n" + fields + "\r\nok";
    try (var upstream = new ScriptedUpstream((talk, _, _) -> talk.send(answer));
        var edge = EdgeUnderTest.routes("{'path': '/*', 'proxy': '" + upstream.address() + "'}")) {
      return edge.get("/");
    }
  }

  @Test
  void anAnswerWithoutADateGetsOne() {
    assertThat(through("").values("date"))
        .singleElement()
        .asString()
        .matches("[A-Z][a-z]{2}, \\d\\d [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT");
  }

  @Test
  void theDateAndServerOfTheUpstreamStay() {
    Reply reply = through("date: Tue, 15 Nov 1994 08:12:31 GMT\r\nserver: origin/1\r\n");

    assertThat(reply.values("date")).containsExactly("Tue, 15 Nov 1994 08:12:31 GMT");
    assertThat(reply.values("server")).containsExactly("origin/1");
  }

  @Test
  void ownAnswersHaveADateAndTellNothingOfTheProgram() {
    try (var edge = EdgeUnderTest.routes("{'path': '/', 'respond': 204}")) {
      assertThat(edge.get("/").values("date")).hasSize(1);
      assertThat(edge.get("/none").values("date")).hasSize(1);
      assertThat(edge.get("/none").raw().toLowerCase(Locale.ROOT))
          .doesNotContain("varve")
          .doesNotContain("server:");
    }
  }

  @Test
  void theUpstreamIsToldTheVersionTheClientSpoke() {
    try (var upstream = ScriptedUpstream.saying("ok");
        var edge = EdgeUnderTest.routes("{'path': '/*', 'proxy': '" + upstream.address() + "'}")) {
      edge.get("/", "via: 1.1 first");
      edge.talk("GET / HTTP/1.0\r\nhost: a\r\n\r\n");

      assertThat(upstream.heads.getFirst())
          .containsSubsequence("via: 1.1 first\r\n", "via: 1.1 varve\r\n");
      assertThat(upstream.heads.getLast()).contains("via: 1.0 varve\r\n");
    }
  }
}
