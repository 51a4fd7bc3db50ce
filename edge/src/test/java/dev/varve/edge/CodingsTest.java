package dev.varve.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What routes compress and decompress, seen by clients and upstreams; packed and unpacked by
/// libraries, not by our code.
class CodingsTest {
  private static final String TEXT = "All that a river lays down. ".repeat(40);

  /// What no route may let through of a bomb: a mebibyte is allowed whatever its ratio.
  private static final long PASSED_MOST = 2 << 20;

  /// Every coding there is; deflate is none of the defaults.
  private static final String ALL =
      ", 'compress': {'encodings': ['zstd', 'br', 'gzip', 'deflate']}";

  private static EdgeUnderTest answering(String body, String route) {
    return EdgeUnderTest.routes(
        "{'path': '/*', 'respond': {'body': '%s'} %s}".formatted(body, route));
  }

  private static String text(Reply reply) {
    String coding = reply.field("content-encoding");
    return coding == null
        ? reply.body()
        : Packed.text(coding, reply.body().getBytes(StandardCharsets.ISO_8859_1));
  }

  /// RFC 9110 section 12.5.3. What weighs the same is decided by the route's order.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "gzip|gzip",
        "deflate|deflate",
        "br|br",
        "zstd|zstd",
        "x-gzip|gzip",
        "gzip, deflate, br, zstd|zstd",
        "gzip, deflate, br|br",
        "gzip;q=1, zstd;q=0.5|gzip",
        "gzip;q=0.001, br;q=0|gzip",
        "zstd;q=0, *|br",
        "*|zstd",
        "GZIP|gzip",
        "gzip ; q=0.8 , br ; q=0.9|br",
        "identity|-",
        "gzip;q=0|-",
        "gzip;q=0.5, identity|-",
        "compress|-",
        "''|-",
        "-|-",
      })
  void theCodingIsChosenByWhatTheClientPrefers(String accepted, String coding) {
    try (var edge = answering(TEXT, ALL)) {
      Reply reply =
          accepted == null ? edge.get("/") : edge.get("/", "accept-encoding: " + accepted);

      assertThat(reply.field("content-encoding")).isEqualTo(coding);
      assertThat(reply.field("vary")).isEqualToIgnoringCase("accept-encoding");
      assertThat(text(reply)).isEqualTo(TEXT);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"zstd", "br", "gzip", "deflate"})
  void answersAreCompressedOverHttp2(String coding) {
    String graph =
        "{'sites': {'*': [{'path': '/*', 'respond': {'body': '%s'} %s}]}}".formatted(TEXT, ALL);
    try (var edge = EdgeUnderTest.overTls(graph, H2Client.tls());
        var client = new H2Client(edge.port())) {
      HttpResponse<byte[]> answer = client.ask("GET", "/", new byte[0], "accept-encoding", coding);

      assertThat(answer.headers().allValues("content-encoding")).containsExactly(coding);
      assertThat(Packed.text(coding, answer.body())).isEqualTo(TEXT);
    }
  }

  @ParameterizedTest
  @CsvSource({"1023, ''", "1024, zstd"})
  void whatIsSmallStaysAsItIs(int length, String coding) {
    try (var edge = answering("x".repeat(length), "")) {
      Reply reply = edge.get("/", "accept-encoding: zstd");

      assertThat(String.valueOf(reply.field("content-encoding")).replace("null", ""))
          .isEqualTo(coding);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'compress': false|-",
        "'compress': {'encodings': ['gzip']}|gzip",
        "'compress': {'minSize': '1MiB'}|-",
        "'compress': {'types': ['text/css']}|-",
        "'compress': {'types': ['text/*']}|zstd",
        "'compress': {'types': ['*/plain']}|zstd",
      })
  void theRouteSaysWhatIsCompressed(String route, String coding) {
    try (var edge = answering(TEXT, ", " + route)) {
      Reply reply = edge.get("/", "accept-encoding: gzip, zstd");

      assertThat(String.valueOf(reply.field("content-encoding")).replace("null", "-"))
          .isEqualTo(coding);
      assertThat(text(reply)).isEqualTo(TEXT);
    }
  }

  /// RFC 6839: what follows the plus says how a type is written.
  @ParameterizedTest
  @CsvSource({
    "application/problem+json, gzip",
    "Application/LD+JSON; charset=utf-8, gzip",
    "application/atom+xml, gzip",
    "application/+json, gzip",
    "image/svg+xml, gzip",
    "application/json, gzip",
    "text/event-stream, gzip",
    "application/jsonx, -",
    "image/x+json, -",
    "application/octet-stream, -",
    "text, -",
  })
  void typesAreToldByTheirEndsToo(String type, String coding) {
    try (var edge =
        EdgeUnderTest.routes(
            "{'path': '/*', 'respond': {'body': '%s', 'contentType': '%s'}}"
                .formatted(TEXT, type))) {
      Reply reply = edge.get("/", "accept-encoding: gzip");

      assertThat(String.valueOf(reply.field("content-encoding")).replace("null", "-"))
          .isEqualTo(coding);
    }
  }

  /// RFC 9110 section 7.7: no-transform is for all on the way; what is encoded stays encoded.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cache-control: no-transform",
        "cache-control: max-age=5, No-Transform",
        "content-encoding: br",
        "content-type: image/png",
        "content-range: bytes 0-1119/5000",
      })
  void whatMustStayAsItIsDoes(String field) {
    try (var upstream =
            new ScriptedUpstream((talk, _, _) ->
                talk.send(
                    Wire.head(
                            "HTTP/1.1 200 OK",
                            field.startsWith("content-type") ? "x: y" : "content-type: text/css",
                            field,
                            "content-length: " + TEXT.length())
                        + TEXT));
        var edge = EdgeUnderTest.routes("{'path': '/*', 'proxy': '" + upstream.address() + "'}")) {
      Reply reply = edge.get("/", "accept-encoding: gzip");

      assertThat(reply.body()).isEqualTo(TEXT);
      assertThat(reply.field("content-encoding")).isIn(null, "br");
      assertThat(reply.field("content-length")).isEqualTo(String.valueOf(TEXT.length()));
    }
  }

  private static EdgeUnderTest unpacking(ScriptedUpstream upstream) {
    return EdgeUnderTest.overTls(
        "{'sites': {'*': [{'path': '/*', 'decompress': true, 'proxy': '"
            + upstream.address()
            + "'}]}}",
        H2Client.tls());
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate", "br", "zstd", "br, gzip", "gzip, zstd", "deflate, br"})
  void goodBodiesReachTheUpstreamPlain(String codings) {
    byte[] packed = Packed.of(codings, TEXT);
    try (var upstream =
            new ScriptedUpstream((talk, _, _) -> talk.ok(talk.readUntil("\r\n0\r\n\r\n")));
        var edge = unpacking(upstream);
        var client = new H2Client(edge.port())) {
      Reply reply = edge.plain(post(codings, packed.length, "connection: close", packed));
      HttpResponse<byte[]> other = client.ask("POST", "/", packed, "content-encoding", codings);

      assertThat(reply.body()).contains(TEXT);
      assertThat(new String(other.body(), StandardCharsets.ISO_8859_1)).contains(TEXT);
      assertThat(upstream.heads)
          .hasSize(2)
          .noneMatch(head -> head.contains("content-encoding"))
          .noneMatch(head -> head.contains("content-length"));
    }
  }

  private static String post(String codings, int length, String field, byte[] bytes) {
    return Wire.head(
            "POST / HTTP/1.1",
            "host: a",
            field,
            "content-encoding: " + codings,
            "content-length: " + length)
        + new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /// Security R5. The client of HTTP/1.1 never sends its last byte: the answer does not wait for
  /// it. What reaches the upstream is what was ever held.
  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate", "br", "zstd", "gzip, gzip", "br, br", "zstd, br"})
  void bombsAre413AtOnce(String codings) {
    byte[] bomb = Packed.bomb(codings, 64);
    var passed = new AtomicLong();
    try (var upstream = new ScriptedUpstream((talk, _, _) -> count(talk, passed));
        var edge = unpacking(upstream);
        var client = new H2Client(edge.port())) {
      assertThat(statusAtOnce(edge, post(codings, bomb.length + 1, "x: y", bomb))).isEqualTo("413");
      assertThat(client.ask("POST", "/", bomb, "content-encoding", codings).statusCode())
          .isEqualTo(413);
    }
    assertThat(passed.get()).isLessThan(2 * PASSED_MOST);
  }

  /// What an answer begins with, though its request has not ended.
  private static String statusAtOnce(EdgeUnderTest edge, String bytes) {
    try (var client = edge.connectPlain()) {
      return client.send(bytes).readUntil("\r\n\r\n").substring(9, 12);
    }
  }

  private static void count(ScriptedUpstream.Talk talk, AtomicLong passed) throws IOException {
    for (int read = talk.read(1).length(); read > 0; read = talk.read(1 << 16).length()) {
      passed.addAndGet(read);
    }
  }

  /// A body that grows by less than the ratio is held to what the route takes.
  @Test
  void whatBecomesLargerThanTheRouteTakesIs413() {
    byte[] packed = Packed.of("gzip", TEXT);
    try (var upstream = new ScriptedUpstream((talk, _, _) -> talk.read(1 << 20));
        var edge =
            EdgeUnderTest.routes(
                "{'path': '/*', 'decompress': true, 'maxBody': '1KiB', 'proxy': '"
                    + upstream.address()
                    + "'}")) {
      assertThat(edge.talk(post("gzip", packed.length, "connection: close", packed)).status())
          .isEqualTo(413);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"gzip, gzip, gzip|415", "secret|415", "compress|415", "gzip|400", "br|400"})
  void whatCannotBeUnpackedIsRefused(String codings, int status) {
    try (var upstream = ScriptedUpstream.saying("ok");
        var edge = unpacking(upstream)) {
      assertThat(
              edge.plain(
                      post(
                          codings,
                          4,
                          "connection: close",
                          "abcd".getBytes(StandardCharsets.US_ASCII)))
                  .status())
          .isEqualTo(status);
    }
  }

  @Test
  void routesThatDoNotUnpackPassBodiesAsTheyCame() {
    byte[] packed = Packed.of("gzip", TEXT);
    try (var upstream = new ScriptedUpstream((talk, _, _) -> talk.ok(talk.read(packed.length)));
        var edge = EdgeUnderTest.routes("{'path': '/*', 'proxy': '" + upstream.address() + "'}")) {
      Reply reply = edge.talk(post("gzip", packed.length, "connection: close", packed));

      assertThat(reply.body().getBytes(StandardCharsets.ISO_8859_1)).isEqualTo(packed);
      assertThat(upstream.heads.getFirst()).contains("content-encoding: gzip\r\n");
    }
  }
}
