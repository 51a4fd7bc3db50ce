package dev.varve.control.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a client is told at the edge of what a namespace may hold, and that it goes on behind it.
final class StoreApiQuotaTest {
  private final StoreServer server = new StoreServer();

  @AfterEach
  void stop() {
    server.close();
  }

  private void assertFull(StoreServer.Answer answer, String where, String rule) {
    assertThat(answer.status()).isEqualTo(507);
    assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
    assertThat(answer.json().text("code")).isEqualTo("E1309");
    assertThat(answer.json().text("where")).isEqualTo(where);
    assertThat(answer.json().text("detail")).contains(rule);
    assertThat(answer.json().text("next")).isNotEmpty();
  }

  @Test
  void aNamespaceHoldsNoMoreThanItsQuota() {
    assertThat(server.put("q/config", "{\"quotaBytes\":100}").status()).isEqualTo(200);
    assertThat(server.put("q/a", "\"" + "x".repeat(80) + "\"").status()).isEqualTo(201);

    var refused = server.put("q/b", "\"" + "x".repeat(80) + "\"");

    assertFull(refused, "namespace q", "must hold at most 100 bytes");
    assertThat(server.get("q/b").status()).isEqualTo(404);
    assertThat(server.put("other/b", "1").status()).isEqualTo(201);
    assertThat(server.put("q/config", "{\"quotaBytes\":1000}").status()).isEqualTo(200);
    assertThat(server.put("q/b", "\"" + "x".repeat(80) + "\"").status()).isEqualTo(201);
  }

  @Test
  void aBatchOverTheQuotaWritesNothing() {
    server.put("q/config", "{\"quotaBytes\":100}");
    String put =
        "{\"op\":\"put\",\"namespace\":\"q\",\"key\":\"%s\",\"value\":\"" + "x".repeat(60) + "\"}";

    var refused =
        server.post(
            "batch", "{\"operations\":[" + put.formatted("a") + "," + put.formatted("b") + "]}");

    assertFull(refused, "namespace q", "must hold at most 100 bytes");
    assertThat(server.get("q/a").status()).isEqualTo(404);
  }

  @Test
  void aNamespaceInMemoryHoldsNoMoreThanItsEntries() {
    String config = "{\"retention\":{\"ttl\":\"10m\",\"entries\":2}}";
    assertThat(server.put("m/config", config).status()).isEqualTo(200);
    server.put("m/a", "1");
    server.put("m/b", "1");

    assertFull(server.put("m/c", "1"), "namespace m", "must hold at most 2 keys");
    assertThat(server.put("m/a", "2").status()).isEqualTo(200);
    server.ask("DELETE", "m/b", "");
    assertThat(server.put("m/c", "1").status()).isEqualTo(201);
  }
}
