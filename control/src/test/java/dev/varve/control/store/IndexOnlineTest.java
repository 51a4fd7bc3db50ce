package dev.varve.control.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.Clock;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonObject;
import dev.varve.control.identity.StoreAccess;
import dev.varve.store.local.LocalStore;
import dev.varve.testkit.Await;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// An index is made while writers go on, and is right from its first answer.
class IndexOnlineTest {
  private static final String QUERY = "{\"filter\":\"age = 7\",\"fields\":[\"age\"]%s}";

  private static JsonObject ask(StoreService service, String method, String target, String body) {
    StoreReply reply =
        service.answer(
            StoreRequest.of(method, target).withBody(body.getBytes(StandardCharsets.UTF_8)),
            StoreAccess.FULL);
    String text = new String(reply.bytes(), StandardCharsets.UTF_8);
    assertThat(reply.status()).as(text).isLessThan(300);
    return (JsonObject) Json.parse(text);
  }

  private static List<Json> found(StoreService service) {
    Json documents = ask(service, "POST", "n/query", QUERY.formatted("")).get("documents");
    return documents instanceof JsonArray(List<Json> items) ? items : List.of();
  }

  @Test
  void writersGoOnWhileAnIndexIsMadeAndEveryAnswerIsRight() throws InterruptedException {
    try (var store = LocalStore.inMemory();
        var service = new StoreService(store, Clock.SYSTEM)) {
      for (int i = 0; i < 1_000; i++) {
        store.put("n", "old" + i, Json.of("age", Json.of(i % 100)));
      }
      var done = new AtomicBoolean();
      var written = new AtomicInteger();
      Thread writer =
          Thread.ofVirtual()
              .start(() -> {
                for (int i = 0; !done.get(); i++) {
                  store.put("n", "new" + i % 500, Json.of("age", Json.of(i % 10)));
                  written.incrementAndGet();
                }
              });
      ask(service, "PUT", "n/indexes/by-age", "{\"paths\":[\"age\"]}");
      int before = written.get();
      for (int round = 0; round < 15; round++) {
        List<Json> found = found(service);
        assertThat(found)
            .hasSizeGreaterThanOrEqualTo(10)
            .allSatisfy(row ->
                assertThat(((JsonObject) row).get("value")).isEqualTo(Json.of("age", Json.of(7))));
      }
      Await.until("somebody writes beside the index", () -> written.get() > before);
      done.set(true);
      writer.join();

      assertThat(ask(service, "POST", "n/query", QUERY.formatted(",\"explain\":true")).toString())
          .contains("index");
      List<Json> indexed = found(service);
      ask(service, "DELETE", "n/indexes/by-age", "");
      assertThat(indexed).isEqualTo(found(service));
    }
  }
}
