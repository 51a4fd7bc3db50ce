package dev.varve.program.instance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.Clock;
import dev.varve.base.json.Json;
import dev.varve.graph.Graph;
import dev.varve.testkit.Ports;
import dev.varve.testkit.RawClient;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every key of `listen.*.limits` and `listen.*.timeouts`, from the configuration to what a client
/// gets.
final class ListenerLimitsTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

  @TempDir private Path folder;

  private Instance serving(String listener) {
    String graph =
        """
        {"listen": {"http": {"address": "127.0.0.1:%d", %s}},
         "sites": {"*": [{"path": "/*", "respond": {"body": "a site"}}]}}
        """
            .formatted(Ports.free(), listener);
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
        "uri; '\"limits\": {\"uri\": \"256B\"}'; GET /{300} HTTP/1.1|Host: h||; 414",
        "headerBytes; '\"limits\": {\"headerBytes\": \"1KiB\"}'; GET / HTTP/1.1|Host: h|a: {1100}||; 431",
        "headerCount; '\"limits\": {\"headerCount\": 8}'; GET / HTTP/1.1|Host: h|{b}||; 431",
        "connections; '\"limits\": {\"connections\": 1}'; GET / HTTP/1.1|Host: h||; 503",
        "connectionsPerClient; '\"limits\": {\"connectionsPerClient\": 1}'; GET / HTTP/1.1|Host: h||; 503",
        "head; '\"timeouts\": {\"head\": \"1s\"}'; GET / HTTP/1.1|; 408",
      })
  void answersWhatIsTooMuch(String key, String listener, String request, int status) {
    String bytes =
        request
            .replace("|", "\r\n")
            .replace("{300}", "x".repeat(300))
            .replace("{1100}", "x".repeat(1_100))
            .replace("{b}", "a: b\r\n".repeat(8).strip());
    try (var instance = serving(listener);
        var first = connect(instance)) {
      if (key.startsWith("connections")) {
        assertThat(first.send(GET).readUntil("a site")).startsWith("HTTP/1.1 200");
      }
      try (var client = connect(instance)) {
        assertThat(client.send(bytes).readToEnd()).startsWith("HTTP/1.1 " + status + " ");
      }
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
}
