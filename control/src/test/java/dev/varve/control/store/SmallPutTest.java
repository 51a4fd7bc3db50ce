package dev.varve.control.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.control.identity.StoreAccess;
import dev.varve.testkit.RawClient;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Small puts, which no thread waits for, are answered as all others are.
final class SmallPutTest {
  private final StoreServer server = new StoreServer();

  @AfterEach
  void close() {
    server.close();
  }

  private static String text(int length) {
    return "\"" + "x".repeat(length - 2) + "\"";
  }

  @ParameterizedTest
  @CsvSource({"2", "530", "16384", "16385", "70000"})
  void documentsOfAllSizesAreAnsweredAlike(int length) {
    var first = server.put("docs/a%2Fb", text(length));
    var second = server.put("docs/a%2Fb", text(length), "X-Varve-Author: ann");

    assertThat(first.status()).as(first.body()).isEqualTo(201);
    assertThat(second.status()).isEqualTo(200);
    assertThat(second.json().members().keySet())
        .containsExactly("seq", "vid", "cid", "time", "previous");
    assertThat(second.header("x-varve-seq")).isEqualTo(second.json().get("seq").compact());
    assertThat(second.header("etag")).isEqualTo("\"" + second.json().text("cid") + "\"");
    var version = server.store.get("docs", "a/b").orElseThrow();
    assertThat(version.origin().author()).isEqualTo("ann");
    assertThat(version.value().compact()).isEqualTo(text(length));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          docs/a        | {"a":  | 400 | E1631
          docs/a        |        | 400 | E1631
          docs/%zz      | 1      | 400 | E1631
          docs/keys     | 1      | 405 | E1633
          no%20name/a   | 1      | 400 | E1301
          varve.keys/a  | 1      | 403 | E1632
          _chunks/a     | 1      | 404 | E1630
          """)
  void whatIsRefusedIsToldAsEver(String path, String body, int status, String code) {
    var answer = server.put(path, body == null ? "" : body);

    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.json().text("code")).isEqualTo(code);
  }

  @Test
  void conditionsHoldAndAKeyMakesARetryHarmless() {
    var first = server.put("docs/a", "1", "Idempotency-Key: once");
    var again = server.put("docs/a", "1", "Idempotency-Key: once");

    assertThat(again.json().text("vid")).isEqualTo(first.json().text("vid"));
    assertThat(server.put("docs/a", "2", "If-None-Match: *").status()).isEqualTo(412);
    assertThat(server.put("docs/a", "2", "X-Varve-If-Version: " + "0".repeat(64)).status())
        .isEqualTo(409);
    String vid = String.valueOf(first.json().text("vid"));
    assertThat(server.put("docs/a", "2", "X-Varve-If-Version: " + vid).status()).isEqualTo(200);
    String etag = server.get("docs/a").header("etag");
    assertThat(server.put("docs/a", "3", "If-Match: " + etag).status()).isEqualTo(200);
  }

  @Test
  void whoMayOnlyReadIsTurnedAway() {
    var roles = List.of("docs");
    try (var only = new StoreServer(StoreAccess.of("ann", roles, StoreAccess.Role.READ))) {
      assertThat(only.put("docs/a", "1").status()).isEqualTo(403);
    }
  }

  @Test
  void aStoreThatIsClosedSaysSo() {
    server.store.close();

    assertThat(server.put("docs/a", "1").status()).isEqualTo(503);
  }

  @Test
  void putsOfManyConnectionsShareWaitsForTheDevice() {
    var clients = new ArrayList<RawClient>();
    try {
      for (int i = 0; i < 32; i++) {
        clients.add(RawClient.connect(server.port));
      }
      long before = server.store.status().syncs();
      for (int i = 0; i < 32; i++) {
        clients
            .get(i)
            .send(
                "PUT /api/v1/docs/k"
                    + i
                    + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 1\r\n\r\n1");
      }
      for (RawClient client : clients) {
        assertThat(StoreServer.parse(client.readToEnd()).status()).isEqualTo(201);
      }
      assertThat(server.store.status().syncs() - before).isLessThanOrEqualTo(32);
      assertThat(server.store.get("docs", "k31")).isPresent();
    } finally {
      clients.forEach(RawClient::close);
    }
  }
}
