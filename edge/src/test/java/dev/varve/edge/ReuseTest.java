package dev.varve.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Connections to upstreams under steady load: nearly every request finds one that is there.
final class ReuseTest {
  private static final int CLIENTS = 4;
  private static final int REQUESTS = 500;

  @ParameterizedTest
  @ValueSource(strings = {"h1", "h2"})
  void moreThanNinetyNineInAHundredRequestsFindAConnection(String protocol) throws Exception {
    try (var upstream = EdgeUnderTest.routes("{'path': '/*', 'respond': {'body': 'ok'}}");
        var edge =
            EdgeUnderTest.serving(
                "{'upstreams': {'api': {'targets': ['127.0.0.1:%d'], 'protocol': '%s'}},"
                        .formatted(upstream.port(), protocol)
                    + "'sites': {'*': [{'path': '/*', 'proxy': 'api'}]}}")) {
      var clients = new Thread[CLIENTS];
      for (int i = 0; i < CLIENTS; i++) {
        clients[i] = Thread.startVirtualThread(() -> ask(edge));
      }
      for (Thread each : clients) {
        each.join();
      }

      String metrics = edge.edge.openMetrics();
      long kept = count(metrics, "kept");
      long fresh = count(metrics, "new");
      assertThat(kept + fresh).isEqualTo(CLIENTS * REQUESTS);
      assertThat((double) kept / (kept + fresh)).isGreaterThan(0.99);
    }
  }

  private static void ask(EdgeUnderTest edge) {
    try (var client = edge.connect()) {
      for (int i = 0; i < REQUESTS; i++) {
        client.send("GET / HTTP/1.1\r\nhost: a\r\n\r\n");
        client.readUntil("\r\n\r\nok");
      }
    }
  }

  private static long count(String metrics, String kind) {
    Matcher line =
        Pattern.compile(
                "varve_upstream_requests_total\\{upstream=\"api\",connection=\""
                    + kind
                    + "\"} (\\d+)")
            .matcher(metrics);
    assertThat(line.find()).isTrue();
    return Long.parseLong(line.group(1));
  }
}
