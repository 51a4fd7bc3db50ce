package dev.varve.program.instance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.Clock;
import dev.varve.base.json.Json;
import dev.varve.graph.Graph;
import dev.varve.testkit.Ports;
import dev.varve.testkit.RawClient;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which connections of HTTP/1 are kept (RFC 9112 section 9.3), and how the metrics count it.
final class KeptConnectionsTest {
  @TempDir private Path folder;

  private Instance instance;
  private int port;

  @BeforeEach
  void start() {
    port = Ports.free();
    String graph =
        """
        {"listen": {"http": {"address": "127.0.0.1:%d", "protocols": ["h1", "h2"]}},
         "sites": {"*": [{"path": "/*", "respond": {"body": "{path}"}}]}}
        """
            .formatted(port);
    instance =
        Instance.start(
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

  @AfterEach
  void stop() {
    instance.close();
  }

  private String metrics() {
    try (var client = RawClient.connect(URI.create(instance.adminUrl()).getPort())) {
      return client
          .send("GET /metrics HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
          .readToEnd();
    }
  }

  private static String count(String name, int number) {
    return "\nvarve_http_" + name + "{listener=\"http\"} " + number + "\n";
  }

  /// Two requests are sent; whether both are answered says whether the connection was kept.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET /1 HTTP/1.1,Host: a|2|",
        "GET /1 HTTP/1.1,Host: a,Connection: keep-alive|2|",
        "GET /1 HTTP/1.1,Host: a,Connection: close|1|close",
        "GET /1 HTTP/1.1,Host: a,Connection: x,Connection: y\\, Close|1|close",
        "GET /1 HTTP/1.1,Host: a,Connection: keep-alive\\, close|1|close",
        "GET /1 HTTP/1.0|1|close",
        "GET /1 HTTP/1.0,Connection: x|1|close",
        "GET /1 HTTP/1.0,Connection: Keep-Alive|2|keep-alive",
        "GET /1 HTTP/1.0,Connection: keep-alive\\, close|1|close",
        "HEAD /1 HTTP/1.0,Connection: keep-alive|2|keep-alive",
      })
  void aConnectionIsKeptAsVersionAndFieldsSay(String head, int answers, String said) {
    String request = head.replace("\\,", ";").replace(",", "\r\n").replace(';', ',') + "\r\n\r\n";
    try (var client = RawClient.connect(port)) {
      String received =
          client
              .send(request + "GET /2 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
              .readToEnd();
      String first = received.substring(0, received.indexOf("\r\n\r\n"));

      assertThat(received.split("HTTP/1.1 200 ", -1)).hasSize(answers + 1);
      if (said == null) {
        assertThat(first).doesNotContain("connection:");
      } else {
        assertThat(first).contains("connection: " + said);
      }
    }
    assertThat(metrics())
        .contains(count("connections_total", 1))
        .contains(count("requests_repeated_total", answers - 1));
  }

  @Test
  void pipelinedRequestsAreAnsweredInOrderAndCounted() {
    var requests = new StringBuilder();
    for (int i = 0; i < 50; i++) {
      requests.append("GET /").append(i).append(" HTTP/1.1\r\nHost: a\r\n\r\n");
    }
    try (var client = RawClient.connect(port)) {
      String answers = client.send(requests.toString()).finishSending().readToEnd();
      int at = 0;
      for (int i = 0; i < 50; i++) {
        at = answers.indexOf("\r\n\r\n/" + i, at);
        assertThat(at).as("answer %d", i).isPositive();
      }
    }
    assertThat(metrics())
        .contains(count("connections_total", 1))
        .contains(count("requests_repeated_total", 49));
  }

  /// HTTP/2 with prior knowledge: three requests in one packet.
  @Test
  void requestsOfHttp2AreCountedAlike() {
    try (var client = RawClient.connect(port)) {
      client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0");
      for (int stream = 1; stream < 7; stream += 2) {
        client.send("\0\0\6\1\5\0\0\0" + (char) stream + "\u0082\u0086\u0084A\1h");
      }
      client.readUntil("\0\0\1\0\1\0\0\0\5/");
      assertThat(metrics())
          .contains(count("connections_total", 1))
          .contains(count("connections_open", 1))
          .contains(count("requests_repeated_total", 2));
    }
  }
}
