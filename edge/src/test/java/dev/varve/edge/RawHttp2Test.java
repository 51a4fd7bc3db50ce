package dev.varve.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Messages of HTTP/2 frame by frame (RFC 9113 section 8), between a client with prior knowledge
/// and an upstream of HTTP/1.1.
class RawHttp2Test {
  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0";
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RESET = 3;
  private static final int END = 1;
  private static final int WHOLE = 4;

  /// POST, http, /, and the authority a (RFC 7541 appendix A).
  private static final String POST = "\u0083\u0086\u0084A\1a";

  private static final String GET = "\u0082\u0086\u0084A\1a";

  /// A reset of stream 1 with PROTOCOL_ERROR.
  private static final String PROTOCOL_ERROR = "RESET 1";

  private static EdgeUnderTest proxying(ScriptedUpstream upstream) {
    return EdgeUnderTest.routes("{'path': '/*', 'proxy': '" + upstream.address() + "'}");
  }

  private static String frame(int type, int flags, String payload) {
    return "\0\0" + (char) payload.length() + (char) type + (char) flags + "\0\0\0\1" + payload;
  }

  /// `name: value` as literals that are not indexed.
  private static String fields(String lines) {
    var block = new StringBuilder();
    for (String line : lines.split(" \\| ")) {
      int colon = line.indexOf(": ");
      String value = line.substring(colon + 2);
      block.append('\0').append((char) colon).append(line, 0, colon);
      block.append((char) value.length()).append(value);
    }
    return block.toString();
  }

  /// What came on stream 1 up to its end: a head as `HEADERS` and the first byte of its block, with
  /// ` END` where that was set.
  private static String answer(Client client) {
    var text = new StringBuilder();
    while (true) {
      String head = client.read(9);
      int length = head.charAt(0) << 16 | head.charAt(1) << 8 | head.charAt(2);
      String payload = client.read(length);
      if (head.charAt(8) != 1) {
        continue; // of the connection
      }
      boolean ends = (head.charAt(4) & END) != 0;
      switch ((int) head.charAt(3)) {
        case DATA -> text.append("DATA ").append(payload);
        case HEADERS -> text.append("HEADERS ").append(Integer.toHexString(payload.charAt(0)));
        case RESET -> {
          return text.append("RESET ").append((int) payload.charAt(3)).toString();
        }
        default -> {
          continue;
        }
      }
      if (ends) {
        return text.append(" END").toString();
      }
      text.append(", ");
    }
  }

  private static String ask(EdgeUnderTest edge, String frames) {
    try (Client client = edge.connect()) {
      return answer(client.send(PREFACE + frames));
    }
  }

  @Test
  void trailersOfARequestGoOn() throws InterruptedException {
    var bodies = new LinkedBlockingQueue<String>();
    try (var upstream =
            new ScriptedUpstream((talk, _, _) -> {
              bodies.add(talk.readUntil("\r\n\r\n"));
              talk.ok("taken");
            });
        var edge = proxying(upstream)) {
      String frames =
          frame(HEADERS, WHOLE, POST)
              + frame(DATA, 0, "hi")
              + frame(HEADERS, WHOLE | END, fields("x-sum: 1 | host: evil"));

      assertThat(ask(edge, frames)).isEqualTo("HEADERS 88, DATA taken END");
      assertThat(bodies.poll(20, TimeUnit.SECONDS)).isEqualTo("2\r\nhi\r\n0\r\nx-sum: 1\r\n\r\n");
    }
  }

  @Test
  void trailersOfAnAnswerGoOn() {
    try (var upstream =
            new ScriptedUpstream((talk, _, _) ->
                talk.send(
                    Wire.head("HTTP/1.1 200 OK", "transfer-encoding: chunked")
                        + "5\r\nhello\r\n0\r\nx-sum: 1\r\n\r\n"));
        var edge = proxying(upstream)) {
      assertThat(ask(edge, frame(HEADERS, WHOLE | END, GET)))
          .matches("HEADERS 88, DATA hello, HEADERS [0-9a-f]+ END");
    }
  }

  @Test
  void interimAnswersGoOn() {
    try (var upstream =
            new ScriptedUpstream((talk, _, _) -> {
              talk.send(Wire.head("HTTP/1.1 103 Early Hints", "link: </a>"));
              talk.send(Wire.head("HTTP/1.1 103 Early Hints", "link: </b>"));
              talk.ok("end");
            });
        var edge = proxying(upstream)) {
      assertThat(ask(edge, frame(HEADERS, WHOLE | END, GET)))
          .matches("HEADERS [0-9a-f]+, HEADERS [0-9a-f]+, HEADERS 88, DATA end END");
    }
  }

  /// What upstreams say where no content may be (RFC 9110 section 6.4.1); 8b is 304.
  @ParameterizedTest
  @CsvSource({
    "'304 Not Modified', HEADERS 8b END",
    "'204 No Content', none",
    "'200 OK, x', none",
  })
  void contentWhereNoneMayBeDoesNotGoOn(String status, String expected) {
    try (var upstream =
            new ScriptedUpstream((talk, _, _) -> {
              String second = status.endsWith("x") ? "transfer-encoding: chunked" : "x: y";
              talk.send(Wire.head("HTTP/1.1 " + status, "content-length: 5", second) + "hello");
            });
        var edge = proxying(upstream)) {
      String answer = ask(edge, frame(HEADERS, WHOLE | END, GET));

      assertThat(answer).doesNotContain("hello").doesNotContain("HEADERS 88");
      if (!expected.equals("none")) {
        assertThat(answer).isEqualTo(expected);
      }
    }
  }

  /// RFC 9113 section 8.1.1: nothing of a malformed request reaches an upstream.
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '!',
      value = {
        "te: gzip",
        "te: trailers, gzip",
        "connection: x-a",
        "keep-alive: timeout=5",
        "proxy-connection: close",
        "transfer-encoding: chunked",
        "upgrade: h2c",
        "X-Upper: 1",
        "content-length: 5",
        "content-length: 0 | content-length: 1",
        "content-length: +0",
        "host: b",
        ":path: /two",
        ":status: 200",
        "x y: 1",
      })
  void malformedRequestsReachNobody(String lines) {
    try (var upstream = ScriptedUpstream.saying("ok");
        var edge = proxying(upstream)) {
      String answer = ask(edge, frame(HEADERS, WHOLE | END, GET + fields(lines)));

      assertThat(answer).isIn(PROTOCOL_ERROR, "HEADERS 8c");
      assertThat(upstream.heads).isEmpty();
    }
  }

  @Test
  void trailersAreWanted() {
    try (var upstream = ScriptedUpstream.saying("ok");
        var edge = proxying(upstream)) {
      assertThat(ask(edge, frame(HEADERS, WHOLE | END, GET + fields("te: trailers"))))
          .isEqualTo("HEADERS 88, DATA ok END");
      assertThat(upstream.heads.getFirst()).contains("te: trailers\r\n");
    }
  }

  /// Section 8.1.1: an upstream that got the head never gets the end of such a body.
  @ParameterizedTest
  @CsvSource({"3, hi", "1, hi", "0, hi"})
  void aBodyOfAnotherLengthThanSaidIsReset(int said, String body) throws InterruptedException {
    var bodies = new LinkedBlockingQueue<String>();
    try (var upstream =
            new ScriptedUpstream((talk, _, _) -> {
              bodies.add(talk.read(said));
              talk.ok("taken");
            });
        var edge = proxying(upstream)) {
      String frames =
          frame(HEADERS, WHOLE, POST + fields("content-length: " + said)) + frame(DATA, END, body);

      assertThat(ask(edge, frames)).isEqualTo(PROTOCOL_ERROR);
      if (said == 3 && !upstream.heads.isEmpty()) {
        assertThat(bodies.poll(20, TimeUnit.SECONDS)).hasSizeLessThan(3);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({":path: /x", "X-Upper: 1", "connection: close"})
  void malformedTrailersAreReset(String field) {
    try (var upstream = new ScriptedUpstream((talk, _, _) -> talk.readUntil("\r\n0\r\n"));
        var edge = proxying(upstream)) {
      String frames =
          frame(HEADERS, WHOLE, POST)
              + frame(DATA, 0, "hi")
              + frame(HEADERS, WHOLE | END, fields(field));

      assertThat(ask(edge, frames)).isEqualTo(PROTOCOL_ERROR);
    }
  }
}
