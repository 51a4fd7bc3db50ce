package dev.varve.program.instance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.Clock;
import dev.varve.base.json.Json;
import dev.varve.graph.Graph;
import dev.varve.testkit.Ports;
import dev.varve.testkit.RawClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Keys of `listen.*.limits` and `listen.*.timeouts` as a client of HTTP/2 meets them: bytes with
/// prior knowledge, by RFC 9113. What concerns connections before they speak any version, the
/// number of streams and requests, and windows that stay closed are in [ListenerLimitsTest].
final class Http2LimitsTest {
  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0";
  private static final int ENHANCE_YOUR_CALM = 0xb;
  private static final int PROTOCOL_ERROR = 1;
  private static final int NO_ERROR = 0;

  /// GET or POST, http, and the authority h.
  private static final String GET = "\u0082\u0086A\1h";

  private static final String POST = "\u0083\u0086A\1h";

  @TempDir private Path folder;

  private Instance serving(String listener, String action) {
    String graph =
        """
        {"listen": {"http": {"address": "127.0.0.1:%d", "protocols": ["h1", "h2"], %s}},
         "sites": {"*": [{"path": "/*", %s}]}}
        """
            .formatted(Ports.free(), listener, action);
    return Instance.start(
        Graph.read(Json.parse(graph)),
        new InstanceOptions(
            folder,
            folder.resolve("data"),
            new HostPort("127.0.0.1", 0),
            1,
            false,
            false,
            Clock.SYSTEM));
  }

  private static RawClient connect(Instance instance) {
    return RawClient.connect(URI.create(instance.urls().getFirst()).getPort());
  }

  /// HEADERS of stream 1 with these flags.
  private static String headers(int flags, String block) {
    int length = block.length();
    return "\0"
        + (char) (length >> 8)
        + (char) (length & 0xff)
        + "\1"
        + (char) flags
        + "\0\0\0\1"
        + block;
  }

  /// A literal without indexing behind what names it (RFC 7541 section 6.2.2).
  private static String value(String text) {
    int length = text.length();
    return length < 127 ? (char) length + text : "\u007f" + varint(length - 127) + text;
  }

  private static String varint(int rest) {
    return rest < 128
        ? String.valueOf((char) rest)
        : "" + (char) ((rest & 127) | 128) + (char) (rest >> 7);
  }

  /// The end of a GOAWAY frame: the last stream, and why.
  private static String goAway(int lastStream, int error) {
    return "\0\0\0" + (char) lastStream + "\0\0\0" + (char) error;
  }

  @Test
  void aTargetThatIsTooLongIs414() {
    try (var log = new RefusalLines();
        var instance =
            serving("\"limits\": {\"uri\": \"256B\"}", "\"respond\": {\"body\": \"x\"}");
        var client = connect(instance)) {
      client.send(PREFACE + headers(5, GET + "\4" + value("/" + "x".repeat(300))));
      log.await(" got 414: target too long");
      assertThat(client.readUntil("414")).endsWith("\1\5\0\0\0\1\b\003414");
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"headerBytes, 1KiB, 1, 1100", "headerCount, 8, 9, 1"})
  void aHeadThatIsTooLargeEndsTheConnection(String key, String limit, int fields, int length) {
    String quoted = key.equals("headerCount") ? limit : '"' + limit + '"';
    try (var instance =
            serving(
                "\"limits\": {\"%s\": %s}".formatted(key, quoted),
                "\"respond\": {\"body\": \"x\"}");
        var client = connect(instance)) {
      String field = "\0\1a" + value("x".repeat(length));
      client.send(PREFACE + headers(5, GET + "\u0084" + field.repeat(fields)));
      assertThat(client.readToEnd()).contains(goAway(1, ENHANCE_YOUR_CALM));
    }
  }

  /// HEADERS without END_HEADERS, and then silence.
  @Test
  void aHeadThatDoesNotComeToItsEndEndsTheConnection() {
    try (var log = new RefusalLines();
        var instance =
            serving("\"timeouts\": {\"head\": \"1s\"}", "\"respond\": {\"body\": \"x\"}");
        var client = connect(instance)) {
      client.send(PREFACE + headers(1, GET));
      assertThat(client.readToEnd()).contains("\0\0\0" + (char) PROTOCOL_ERROR);
      log.await("header block too slow");
    }
  }

  @Test
  void aBodyThatTricklesIs408() throws IOException {
    try (var upstream = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var log = new RefusalLines();
        var instance =
            serving(
                "\"timeouts\": {\"bodyGrace\": \"1s\", \"bodyRate\": \"1KiB\"}",
                "\"proxy\": \"127.0.0.1:%d\"".formatted(upstream.getLocalPort()));
        var client = connect(instance)) {
      client.send(PREFACE + headers(4, POST + "\u0084") + "\0\0\1\0\0\0\0\0\1x");
      log.await("body came too slowly");
      assertThat(client.readUntil("\1\4\0\0\0\1")).isNotEmpty();
    }
  }

  @Test
  void aConnectionThatIdlesIsToldToGo() {
    try (var instance =
            serving("\"timeouts\": {\"keepAlive\": \"1s\"}", "\"respond\": {\"body\": \"x\"}");
        var client = connect(instance)) {
      client.send(PREFACE + headers(5, GET + "\u0084"));
      assertThat(client.readToEnd()).endsWith(goAway(1, NO_ERROR) + "idle");
    }
  }

  /// Which version a client would speak is not known when it is one too many.
  @ParameterizedTest
  @CsvSource({"connections", "connectionsPerClient"})
  void aConnectionTooManyIs503(String key) {
    try (var instance =
            serving("\"limits\": {\"%s\": 1}".formatted(key), "\"respond\": {\"body\": \"x\"}");
        var first = connect(instance)) {
      first.send(PREFACE + headers(5, GET + "\u0084")).readUntil("\1\0\0\0\1x");
      try (var second = connect(instance)) {
        assertThat(second.send(PREFACE).readToEnd()).startsWith("HTTP/1.1 503 ");
      }
    }
  }
}
