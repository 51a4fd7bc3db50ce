package dev.varve.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Requests byte by byte, as RFC 9110 and RFC 9112 have them in their corners, and what comes back
/// of a site with a file and an upstream. In the tables `ETAG` is the file's own tag.
class RawRequestsTest {
  private static final String WHOLE = "abcdefghijklmnopqrstuvwxyz";

  @TempDir private Path folder;

  private EdgeUnderTest site() throws IOException {
    Path file = Files.writeString(folder.resolve("a.txt"), WHOLE);
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2024-01-01T00:00:00Z")));
    return EdgeUnderTest.serving(
        "{'sites': {'*': [{'path': '/*', 'static': {'dir': '.'}}]}}",
        folder,
        UnaryOperator.identity());
  }

  private static EdgeUnderTest proxying(ScriptedUpstream upstream) {
    return EdgeUnderTest.routes("{'path': '/*', 'proxy': '" + upstream.address() + "'}");
  }

  /// RFC 9110 sections 13 and 14: what is asked of a file of 26 letters.
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '!',
      value = {
        "Range: bytes=0-4 | If-Range: ETAG ! 206 ! abcde",
        "Range: bytes=0-4 | If-Range: W/ETAG ! 200 ! WHOLE",
        "Range: bytes=0-4 | If-Range: \"other\" ! 200 ! WHOLE",
        "Range: bytes=0-4 | If-Range: ETAG, \"b\" ! 200 ! WHOLE",
        "Range: bytes=0-4 | If-Range: ETAG | If-Range: \"b\" ! 200 ! WHOLE",
        "Range: bytes=0-4 | If-Range: Mon, 01 Jan 2024 00:00:00 GMT ! 206 ! abcde",
        "Range: bytes=0-4 | If-Range: Tue, 02 Jan 2024 00:00:00 GMT ! 200 ! WHOLE",
        "Range: bytes=0-4 | If-Range: Sun, 31 Dec 2023 00:00:00 GMT ! 200 ! WHOLE",
        "Range: bytes=0-4 | If-Range: yesterday ! 200 ! WHOLE",
        "If-Range: \"other\" ! 200 ! WHOLE",
        "Range: bytes=0-4 | Range: bytes=6-7 ! 200 ! WHOLE",
        "Range: bytes=20- ! 206 ! uvwxyz",
        "Range: bytes=-2 ! 206 ! yz",
        "Range: bytes=-99 ! 206 ! WHOLE",
        "Range: bytes=0-99999999999999999999999 ! 206 ! WHOLE",
        "Range: bytes=0-1, 500-600 ! 206 ! ab",
        "Range: bytes=0-4,, ! 206 ! abcde",
        "Range: bytes=0-4, 3-8, 9-9 ! 206 ! abcdefghij",
        "Range: bytes=5-2 ! 200 ! WHOLE",
        "Range: chars=0-4 ! 200 ! WHOLE",
        "If-None-Match: \"a\", ETAG, \"b\" ! 304 ! -",
        "If-None-Match: \"a,b\",W/ETAG ! 304 ! -",
        "If-None-Match: \"a\" | If-None-Match: ETAG ! 304 ! -",
        "If-None-Match: * ! 304 ! -",
        "If-None-Match: ETAG | Range: bytes=0-4 ! 304 ! -",
        "If-None-Match: \"a\" | If-Modified-Since: Mon, 01 Jan 2024 00:00:00 GMT ! 200 ! WHOLE",
        "If-Modified-Since: Monday, 01-Jan-24 00:00:00 GMT ! 304 ! -",
        "If-Modified-Since: Mon Jan  1 00:00:00 2024 ! 304 ! -",
        "If-Modified-Since: 2024-01-01 ! 200 ! WHOLE",
        "If-Match: \"a\", ETAG ! 200 ! WHOLE",
        "If-Match: ETAG | If-Unmodified-Since: Sun, 31 Dec 2023 00:00:00 GMT ! 200 ! WHOLE",
      })
  void aFileIsAnsweredAsItsConditionsSay(String fields, int status, String body)
      throws IOException {
    try (var edge = site()) {
      String tag = edge.get("/a.txt").field("etag");
      Reply reply = edge.get("/a.txt", fields.replace("ETAG", tag).split(" \\| "));

      assertThat(reply.status()).isEqualTo(status);
      assertThat(reply.body()).isEqualTo(body.replace("WHOLE", WHOLE).replace("-", ""));
      assertThat(reply.field("etag")).isEqualTo(tag);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '!',
      value = {
        "Range: bytes=500-600 ! 416",
        "Range: bytes=-0 ! 416",
        "Range: bytes=99999999999999999999999- ! 416",
        "If-Match: \"a\" ! 412",
        "If-Match: W/ETAG ! 412",
        "If-Match: \"a\" | Range: bytes=0-4 ! 412",
        "If-Unmodified-Since: Sun, 31 Dec 2023 00:00:00 GMT ! 412",
      })
  void whatCannotBeGivenIsRefused(String fields, int status) throws IOException {
    try (var edge = site()) {
      String tag = edge.get("/a.txt").field("etag");
      Reply reply = edge.get("/a.txt", fields.replace("ETAG", tag).split(" \\| "));

      assertThat(reply.status()).isEqualTo(status);
      assertThat(reply.field("content-range")).isEqualTo(status == 416 ? "bytes */26" : null);
    }
  }

  /// RFC 9110 section 14.2: Range is of GET only.
  @ParameterizedTest
  @CsvSource({"bytes=0-4", "bytes=500-600"})
  void headKnowsNoRanges(String range) throws IOException {
    try (var edge = site()) {
      Reply reply = edge.ask("HEAD", "/a.txt", "Range: " + range);

      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.field("content-length")).isEqualTo("26");
      assertThat(reply.field("content-range")).isNull();
      assertThat(reply.body()).isEmpty();
    }
  }

  /// RFC 9110 section 15.3.7.2: parts have their own fields, and the whole has no Content-Range.
  @Test
  void severalRangesComeInParts() throws IOException {
    try (var edge = site()) {
      Reply reply = edge.get("/a.txt", "Range: bytes=0-1,5-6,-1");
      String boundary = reply.field("content-type").split("boundary=")[1];

      assertThat(reply.field("content-range")).isNull();
      assertThat(reply.field("content-length")).isEqualTo(String.valueOf(reply.body().length()));
      assertThat(reply.body().split("--" + boundary, -1)).hasSize(5);
      assertThat(reply.body())
          .contains("\r\nContent-Range: bytes 0-1/26\r\n\r\nab\r\n")
          .contains("\r\nContent-Range: bytes 5-6/26\r\n\r\nfg\r\n")
          .contains("\r\nContent-Range: bytes 25-25/26\r\n\r\nz\r\n")
          .endsWith("--" + boundary + "--\r\n");
    }
  }

  /// RFC 9110 section 10.1.1.
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '!',
      value = {
        "100-Continue ! 100",
        "100-continue, x ! 400",
        "100-continue;q=1 ! 400",
        "x=\"100-continue\" ! 400",
        "x-y ! 417",
      })
  void expectationsAreMetOrRefused(String expectation, int status) {
    try (var upstream = new ScriptedUpstream((talk, _, _) -> talk.ok(talk.read(2)));
        var edge = proxying(upstream);
        var client = edge.connect()) {
      client.send(
          Wire.head("POST / HTTP/1.1", "host: a", "expect: " + expectation, "content-length: 2"));

      assertThat(client.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 " + status + " ");
      if (status != 100) {
        assertThat(upstream.heads).isEmpty();
      } else {
        client.send("hi");
        assertThat(client.readUntil("hi")).startsWith("HTTP/1.1 200 ");
        assertThat(upstream.heads.getFirst()).doesNotContainIgnoringCase("expect");
      }
    }
  }

  /// RFC 9112 section 3.2: what an upstream is asked for.
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '!',
      value = {
        "GET http://a/x?y=1 HTTP/1.1 | Host: a ! GET /x?y=1 HTTP/1.1",
        "GET HTTP://A:80/x HTTP/1.1 | Host: a ! GET /x HTTP/1.1",
        "GET http://a HTTP/1.1 | Host: a ! GET / HTTP/1.1",
        "GET http://a?y HTTP/1.1 | Host: a ! GET /?y HTTP/1.1",
        "OPTIONS http://a/ HTTP/1.1 | Host: a ! OPTIONS / HTTP/1.1",
        "GET /x HTTP/1.9 | Host: a ! GET /x HTTP/1.1",
        "GET /x HTTP/1.1 | Host: [::1]:80 ! GET /x HTTP/1.1",
        "GET /x HTTP/1.1 | Host: a. ! GET /x HTTP/1.1",
      })
  void targetsAreForwardedInOneForm(String lines, String asked) {
    try (var upstream = ScriptedUpstream.saying("ok");
        var edge = proxying(upstream)) {
      Reply reply = edge.talk(Wire.head((lines + " | Connection: close").split(" \\| ")));

      assertThat(reply.body()).isEqualTo("ok");
      assertThat(upstream.heads.getFirst()).startsWith(asked + "\r\n");
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '!',
      value = {
        "GET * HTTP/1.1 | Host: a ! 400",
        "GET https://a/ HTTP/1.1 | Host: a ! 400",
        "GET http://u@a/ HTTP/1.1 | Host: a ! 400",
        "GET http://b/ HTTP/1.1 | Host: a ! 400",
        "GET http:///x HTTP/1.1 | Host: a ! 400",
        "GET x HTTP/1.1 | Host: a ! 400",
        "GET / http/1.1 | Host: a ! 400",
        "GET / HTTP/2.0 | Host: a ! 505",
        "GET / HTTP/1.1 | Host: ! 400",
        "GET / HTTP/1.1 | Host: a b ! 400",
        "GET / HTTP/1.1 | Host: [fe80::1%25eth0] ! 400",
        "CONNECT a:80 HTTP/1.1 | Host: a:80 ! 400",
        "OPTIONS * HTTP/1.1 | Host: a ! 204",
        "OPTIONS http://a HTTP/1.1 | Host: a ! 204",
        "OPTIONS /x HTTP/1.1 | Host: a | Max-Forwards: 0 ! 204",
        "TRACE /x HTTP/1.1 | Host: a | Max-Forwards: 0 ! 405",
      })
  void whatIsForNoUpstreamIsAnsweredHere(String lines, int status) {
    try (var upstream = ScriptedUpstream.saying("ok");
        var edge = proxying(upstream)) {
      Reply reply = edge.talk(Wire.head((lines + " | Connection: close").split(" \\| ")));

      assertThat(reply.status()).isEqualTo(status);
      assertThat(upstream.heads).isEmpty();
    }
  }

  /// RFC 9110 sections 7.6 and 10.1.4.
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '!',
      value = {
        "GET ! Connection: x-a , X-B | X-A: 1 | x-b: 2 | x-c: 3 ! x-c: 3 ! x-a",
        "GET ! Connection: , ,x-a, | X-A: 1 | x-c: 3 ! x-c: 3 ! x-a",
        "GET ! Connection: x-a | Connection: x-b | X-A: 1 | x-b: 2 ! host: example.com ! x-b",
        "GET ! Connection: host, via, x-forwarded-for ! via: 1.1 varve ! connection",
        "GET ! Connection: TE | TE: trailers ! te: trailers ! connection",
        "GET ! Connection: TE | TE: gzip, trailers;q=0.5 ! via ! gzip",
        "GET ! Keep-Alive: timeout=5 | Proxy-Connection: close ! via ! -connection",
        "OPTIONS ! Max-Forwards: 2 ! max-forwards: 1 ! forwards: 2",
        "GET ! Max-Forwards: 2 ! max-forwards: 2 ! connection",
        "OPTIONS ! Max-Forwards: many ! max-forwards: many ! connection",
      })
  void fieldsOfTheConnectionEndHere(String method, String fields, String has, String hasNot) {
    try (var upstream = ScriptedUpstream.saying("ok");
        var edge = proxying(upstream)) {
      edge.ask(method, "/", fields.split(" \\| "));

      assertThat(upstream.heads.getFirst().toLowerCase(java.util.Locale.ROOT))
          .contains(has)
          .doesNotContain(hasNot);
    }
  }

  /// A client of HTTP/1.0 may name no host; then nobody claims that it did.
  @Test
  void nobodyIsToldAHostThatWasNotNamed() {
    try (var upstream = ScriptedUpstream.saying("ok");
        var edge = proxying(upstream)) {
      assertThat(edge.talk("GET / HTTP/1.0\r\n\r\n").body()).isEqualTo("ok");
      assertThat(upstream.heads.getFirst())
          .contains("host: " + upstream.address())
          .contains("forwarded: for=127.0.0.1;proto=http\r\n")
          .doesNotContain("x-forwarded-host");
    }
  }

  /// What upstreams say against RFC 9110 section 6.4.1 and RFC 9112 section 6.3 reaches nobody, and
  /// nothing of it the next client.
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '!',
      value = {
        "204 No Content | content-length: 5 ! 502",
        "204 No Content | transfer-encoding: chunked ! 502",
        "304 Not Modified | content-length: 5 ! 304",
        "200 OK | content-length: 0x5 ! 502",
        "200 OK | content-length: -5 ! 502",
        "200 OK | content-length: 5, 5 ! 502",
        "200 OK | content-length: 5 | transfer-encoding: chunked ! 502",
        "200 OK | transfer-encoding: gzip, chunked ! 502",
        "200 OK | x: a{CR}b | content-length: 5 ! 502",
        "99 Odd | content-length: 5 ! 502",
        "600 Odd | content-length: 5 ! 502",
        "101 Switching Protocols | upgrade: x | connection: upgrade ! 502",
      })
  void upstreamsThatLieAreNotBelieved(String answer, int status) {
    try (var upstream =
            new ScriptedUpstream((talk, _, number) -> {
              if (number > 0) {
                talk.ok("next");
                return;
              }
              talk.send(
                  "HTTP/1.1 " + Wire.head(answer.replace("{CR}", "\r").split(" \\| ")) + "hello");
            });
        var edge = proxying(upstream)) {
      Reply reply = edge.get("/");

      assertThat(reply.status()).isEqualTo(status);
      assertThat(reply.raw()).doesNotContain("hello");
      for (int i = 0; i < 6; i++) { // some of them on the same loop
        assertThat(edge.get("/").body()).isEqualTo("next");
      }
    }
  }

  /// RFC 9110 section 15.2: several interim answers come through, but not to HTTP/1.0.
  @ParameterizedTest
  @CsvSource({"1.1, 3", "1.0, 0"})
  void interimAnswersComeThroughInOrder(String version, int expected) {
    try (var upstream =
            new ScriptedUpstream((talk, _, _) -> {
              talk.send(Wire.head("HTTP/1.1 103 Early Hints", "link: </a>"));
              talk.send(Wire.head("HTTP/1.1 102 Processing"));
              talk.send(Wire.head("HTTP/1.1 103 Early Hints", "link: </b>"));
              talk.ok("end");
            });
        var edge = proxying(upstream)) {
      String all =
          edge.talk("GET / HTTP/" + version + "\r\nhost: a\r\nconnection: close\r\n\r\n").raw();

      assertThat(List.of(all.split("\r\n\r\n")).subList(0, expected))
          .allMatch(head -> head.startsWith("HTTP/1.1 10"));
      assertThat(all.split("HTTP/1.1 10", -1)).hasSize(expected + 1);
      assertThat(all).endsWith("\r\n\r\nend");
    }
  }

  /// RFC 9112 section 7.1: extensions end here, trailers go on without what must not be one.
  @Test
  void chunksAreWrittenAnew() {
    try (var upstream = new ScriptedUpstream((talk, _, _) -> talk.ok(talk.readUntil("\r\n\r\n")));
        var edge = proxying(upstream)) {
      Reply reply =
          edge.talk(
              Wire.head(
                      "POST / HTTP/1.1",
                      "host: a",
                      "connection: close",
                      "transfer-encoding: chunked")
                  + "00002;a=\"b c\";d\r\nhi\r\n0;x\r\nx-t: 1\r\nhost: evil\r\n\r\n");

      assertThat(reply.body()).isEqualTo("2\r\nhi\r\n0\r\nx-t: 1\r\n\r\n");
    }
  }
}
