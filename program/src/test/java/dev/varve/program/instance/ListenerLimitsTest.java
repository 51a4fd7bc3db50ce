package dev.varve.program.instance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.Clock;
import dev.varve.base.json.Json;
import dev.varve.graph.Graph;
import dev.varve.http.Body;
import dev.varve.http.BodyFailure;
import dev.varve.http.BodyReader;
import dev.varve.http.Exchange;
import dev.varve.http.Fields;
import dev.varve.http.net.Loops;
import dev.varve.http.server.HttpServer;
import dev.varve.http.server.ListenerOptions;
import dev.varve.testkit.Ports;
import dev.varve.testkit.RawClient;
import dev.varve.testkit.TestCertificates;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every key of `listen.*.limits` and `listen.*.timeouts`, from the configuration to what a client
/// gets and the log says.
final class ListenerLimitsTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

  @TempDir private Path folder;

  private Instance serving(String listener) {
    return serving(listener, "\"respond\": {\"body\": \"a site\"}", "");
  }

  /// @param more further members of the graph, each behind a comma
  private Instance serving(String listener, String action, String more) {
    String graph =
        """
        {"listen": {"http": {"address": "127.0.0.1:%d", %s}},
         "sites": {"*": [{"path": "/*", %s}]} %s}
        """
            .formatted(Ports.free(), listener, action, more);
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

  private static String talk(Instance instance, String bytes) {
    try (var client = connect(instance)) {
      return client.send(bytes).finishSending().readToEnd();
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = ';',
      value = {
        "uri; '\"limits\": {\"uri\": \"256B\"}'; GET /{300} HTTP/1.1|Host: h||; 414; target is too long",
        "headerBytes; '\"limits\": {\"headerBytes\": \"1KiB\"}'; GET / HTTP/1.1|Host: h|a: {1100}||; 431; header fields are too large",
        "headerCount; '\"limits\": {\"headerCount\": 8}'; GET / HTTP/1.1|Host: h|{b}||; 431; there are too many header fields",
        "connections; '\"limits\": {\"connections\": 1}'; GET / HTTP/1.1|Host: h||; 503; too many connections",
        "connectionsPerClient; '\"limits\": {\"connectionsPerClient\": 1}'; GET / HTTP/1.1|Host: h||; 503; too many connections of one address",
        "head; '\"timeouts\": {\"head\": \"1s\"}'; GET / HTTP/1.1|; 408; request head took too long",
      })
  void answersWhatIsTooMuch(
      String key, String listener, String request, int status, String reason) {
    String bytes =
        request
            .replace("|", "\r\n")
            .replace("{300}", "x".repeat(300))
            .replace("{1100}", "x".repeat(1_100))
            .replace("{b}", "a: b\r\n".repeat(8).strip());
    try (var log = new RefusalLines();
        var instance = serving(listener);
        var first = connect(instance)) {
      if (key.startsWith("connections")) {
        assertThat(first.send(GET).readUntil("a site")).startsWith("HTTP/1.1 200");
      }
      try (var client = connect(instance)) {
        assertThat(client.send(bytes).readToEnd()).startsWith("HTTP/1.1 " + status + " ");
      }
      log.await(" got " + status + ": " + reason);
    }
  }

  @Test
  void endsAConnectionAfterItsRequests() {
    try (var instance = serving("\"limits\": {\"requests\": 2}")) {
      assertThat(talk(instance, GET + GET + GET))
          .containsOnlyOnce("connection: close")
          .matches("(?s)(HTTP/1.1 200.*?a site){2}");
    }
  }

  /// HTTP/2 with prior knowledge: SETTINGS_MAX_CONCURRENT_STREAMS (3) is 5.
  @Test
  void tellsHttp2HowManyStreamsThereMayBe() {
    try (var instance = serving("\"limits\": {\"streams\": 5}, \"protocols\": [\"h1\", \"h2\"]");
        var client = connect(instance)) {
      client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0");
      assertThat(client.readUntil("\0\3\0\0\0\5")).startsWith("\0\0");
    }
  }

  @Test
  void closesWhatIdles() {
    try (var instance = serving("\"timeouts\": {\"keepAlive\": \"1s\"}");
        var client = connect(instance)) {
      assertThat(client.send(GET).readToEnd()).endsWith("a site");
    }
  }

  /// `0B` is any rate.
  @Test
  void takesAnyRateWhereNoneIsAsked() {
    try (var instance = serving("\"timeouts\": {\"bodyRate\": \"0B\"}")) {
      assertThat(talk(instance, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\nx"))
          .startsWith("HTTP/1.1 200");
    }
  }

  /// A PROXY header names the client; a household has a /64, and all of it is one client.
  @Test
  void countsClientsByIpv6Prefix() {
    String listener =
        "\"limits\": {\"connectionsPerClient\": 1}, \"proxyProtocol\": [\"127.0.0.0/8\"]";
    try (var log = new RefusalLines();
        var instance = serving(listener);
        var first = connect(instance)) {
      assertThat(first.send(proxied("2001:db8:1:2::1") + GET).readUntil("a site"))
          .startsWith("HTTP/1.1 200");
      assertThat(talk(instance, proxied("2001:db8:1:2:ffff::9") + GET)).startsWith("HTTP/1.1 503 ");
      log.await(" got 503: too many connections of one address");
      assertThat(talk(instance, proxied("2001:db8:1:3::1") + GET)).startsWith("HTTP/1.1 200");
    }
  }

  private static String proxied(String client) {
    return "PROXY TCP6 " + client + " 2001:db8::80 56324 80\r\n";
  }

  @Test
  void endsAnHttp2ConnectionAfterItsRequests() {
    try (var instance = serving("\"limits\": {\"requests\": 1}, \"protocols\": [\"h1\", \"h2\"]");
        var client = connect(instance)) {
      client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0");
      client.send("\0\0\6\1\5\0\0\0\1\u0082\u0086\u0084A\1h");
      // GOAWAY that names no stream yet, and then the one that was looked at.
      client.readUntil("\0\0\10\7\0\0\0\0\0\u007f\u00ff\u00ff\u00ff\0\0\0\0");
      String ping = "\0\0\10\6\0\0\0\0\0";
      client.readUntil(ping);
      client.send("\0\0\10\6\1\0\0\0\0" + client.read(8));
      assertThat(client.readToEnd()).contains("\0\0\10\7\0\0\0\0\0\0\0\0\1\0\0\0\0");
    }
  }

  @Test
  void cutsOffWhoDoesNotShakeHands() {
    String certificate =
        ", \"tls\": {\"certificates\": {\"certificate\": \"%s\", \"key\": \"%s\"}}"
            .formatted(TestCertificates.certificate("one"), TestCertificates.key("one"));
    try (var log = new RefusalLines();
        var instance =
            serving(
                "\"tls\": true, \"timeouts\": {\"tlsHandshake\": \"1s\"}",
                "\"respond\": {\"body\": \"a site\"}",
                certificate);
        var client = connect(instance)) {
      assertThat(client.send("\u0016\3\1").readToEnd()).isEmpty();
      log.await(" was cut off: TLS handshake took too long");
    }
  }

  @Test
  void answers408WhereABodyTrickles() {
    try (var loops = Loops.start(1);
        var server = new HttpServer(loops);
        var upstream = server.listen(ListenerOptions.onLoopback(0), ListenerLimitsTest::readAll);
        var log = new RefusalLines();
        var instance =
            serving(
                "\"timeouts\": {\"bodyGrace\": \"1s\", \"bodyRate\": \"1KiB\"}",
                "\"proxy\": \"own\"",
                ", \"upstreams\": {\"own\": \"127.0.0.1:%d\"}".formatted(upstream.port()));
        var client = connect(instance)) {
      client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\nx");
      assertThat(client.readToEnd()).startsWith("HTTP/1.1 408 ");
      log.await("request body came too slowly");
    }
  }

  private static void readAll(Exchange exchange) {
    exchange
        .body()
        .read(
            new BodyReader() {
              @Override
              public void data(ByteBuffer lent) {
                lent.position(lent.limit());
              }

              @Override
              public void end(Fields trailers) {
                exchange.respond(exchange.response(), Body.of("all of it"));
              }

              @Override
              public void failed(BodyFailure cause) {
                exchange.abort();
              }
            });
  }

  @Test
  void cutsOffWhoTakesNothing() throws IOException {
    try (var file = new RandomAccessFile(folder.resolve("large").toFile(), "rw")) {
      file.setLength(64 << 20);
    }
    try (var log = new RefusalLines();
        var instance =
            serving(
                "\"timeouts\": {\"writeStall\": \"1s\"}",
                "\"static\": {\"dir\": \"%s\"}".formatted(folder),
                "");
        var client = connect(instance)) {
      client.send("GET /large HTTP/1.1\r\nHost: h\r\n\r\n");
      log.await(" was cut off: client takes nothing of the answer");
      assertThat(client.readToEnd()).startsWith("HTTP/1.1 200");
    }
  }

  /// The client's windows stay as they were at first (RFC 9113 section 6.9.2), and so the file
  /// waits.
  @Test
  void resetsAnHttp2StreamWhoseClientTakesNothing() throws IOException {
    try (var file = new RandomAccessFile(folder.resolve("large").toFile(), "rw")) {
      file.setLength(1 << 20);
    }
    try (var log = new RefusalLines();
        var instance =
            serving(
                "\"timeouts\": {\"writeStall\": \"1s\"}, \"protocols\": [\"h1\", \"h2\"]",
                "\"static\": {\"dir\": \"%s\"}".formatted(folder),
                "");
        var client = connect(instance)) {
      client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0");
      client.send("\0\0\r\1\5\0\0\0\1\u0082\u0086\4\6/largeA\1h");
      client.readUntil("\0\0\4\3\0\0\0\0\1\0\0\0\10");
      log.await(" was cut off: peer did not widen its window");
    }
  }
}
