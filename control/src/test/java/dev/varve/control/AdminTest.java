package dev.varve.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.json.JsonObject;
import dev.varve.http.Body;
import dev.varve.http.net.Loops;
import dev.varve.http.server.HttpServer;
import dev.varve.http.server.ListenerOptions;
import dev.varve.testkit.RawClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Who gets past the admin listener.
final class AdminTest {
  @TempDir Path data;

  private final Loops loops = Loops.start(1);
  private final HttpServer server = new HttpServer(loops);
  private AdminToken token;
  private int port;

  @BeforeEach
  void start() {
    token = AdminToken.of(data);
    var parts =
        new AdminParts(
            new Readiness(),
            List.of(out -> out.counter("varve_test", "A number.", 1)),
            () -> JsonObject.EMPTY,
            () -> {},
            Map.of(
                "/own/",
                exchange -> exchange.respond(exchange.response(), Body.of("own")),
                "/shared/",
                (SharedHandler)
                    (exchange, owner) ->
                        exchange.respond(exchange.response(), Body.of("owner: " + owner))));
    port = server.listen(ListenerOptions.onLoopback(0), new Admin(token, parts)).port();
  }

  @AfterEach
  void stop() {
    server.close();
    loops.close();
  }

  private String ask(String path, String... fields) {
    String head = "GET " + path + " HTTP/1.1\r\nConnection: close\r\n";
    try (var client = RawClient.connect(port)) {
      return client.send(head + String.join("", fields) + "\r\n").readToEnd();
    }
  }

  private String bearer() {
    return "Authorization: Bearer " + token.text() + "\r\n";
  }

  @ParameterizedTest
  @CsvSource({
    "/live, localhost, 200",
    "/metrics, 127.0.0.1, 200",
    "/live, evil.example, 421",
    "/admin/v1/status, evil.example, 421",
    "/admin/v1/status, localhost, 401",
    "/own/x, localhost, 401",
    "/none, localhost, 401"
  })
  void withoutATokenOnlyProbesAnswerAndOnlyToTheirOwnName(String path, String host, int status) {
    assertThat(ask(path, "Host: " + host + "\r\n")).startsWith("HTTP/1.1 " + status + " ");
  }

  /// Prometheus asks for OpenMetrics; who does not gets the older text, which everything reads.
  @Test
  void metricsComeInTheFormThatIsAskedFor() {
    assertThat(ask("/metrics", "Host: localhost\r\n"))
        .contains("text/plain; version=0.0.4")
        .endsWith(
            "# TYPE varve_test_total counter\n# HELP varve_test_total A number.\nvarve_test_total 1\n");
    assertThat(ask("/metrics", "Host: localhost\r\nAccept: application/openmetrics-text;q=0.5\r\n"))
        .contains("application/openmetrics-text; version=1.0.0")
        .endsWith(
            "# TYPE varve_test counter\n# HELP varve_test A number.\nvarve_test_total 1\n# EOF\n");
  }

  @Test
  void theTokenOpensEverything() {
    assertThat(ask("/own/x", "Host: localhost\r\n", bearer())).endsWith("own");
    assertThat(ask("/shared/x", "Host: localhost\r\n", bearer())).endsWith("owner: true");
  }

  @Test
  void aSharedPartJudgesTheOthersItself() {
    assertThat(ask("/shared/x", "Host: localhost\r\n")).endsWith("owner: false");
    assertThat(ask("/shared/x", "Host: evil.example\r\n")).startsWith("HTTP/1.1 421 ");
  }

  @Test
  void pagesOfOtherOriginsAreRefusedEvenWithTheToken() {
    String host = "Host: localhost:" + port + "\r\n";

    assertThat(ask("/own/x", host, "Origin: http://evil.example\r\n", bearer()))
        .startsWith("HTTP/1.1 403 ");
    assertThat(ask("/own/x", host, "Origin: http://localhost:" + port + "\r\n", bearer()))
        .startsWith("HTTP/1.1 200 ");
  }
}
