package dev.varve.control.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.Clock;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonObject;
import dev.varve.control.identity.StoreAccess;
import dev.varve.store.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The API's description tells the truth.
final class OpenApiTest {
  private static final List<String> METHODS = List.of("get", "put", "post", "patch", "delete");

  private static Map<String, Json> paths(Store store) {
    try (var service = new StoreService(store, Clock.SYSTEM)) {
      StoreReply reply = service.answer(StoreRequest.of("GET", "openapi.json"), StoreAccess.FULL);
      var json = (JsonObject) Json.parse(new String(reply.bytes(), StandardCharsets.UTF_8));
      return ((JsonObject) json.get("paths")).members();
    }
  }

  /// Each path takes just the methods it lists: all others are answered 405.
  @Test
  void listsEveryEndpointWithItsMethods() {
    try (var store = Store.inMemory()) {
      store.put("n", "k", Json.of(1));
      var wrong = new ArrayList<String>();
      try (var service = new StoreService(store, Clock.SYSTEM)) {
        paths(store)
            .forEach((path, operations) -> {
              String target =
                  path.substring(1)
                      .replace("{ns}", "n")
                      .replace("{key}", "k")
                      .replace("{name}", "v")
                      .replace("{point}", "1");
              for (String method : METHODS) {
                boolean listed = ((JsonObject) operations).get(method) != null;
                var request =
                    StoreRequest.of(method.toUpperCase(java.util.Locale.ROOT), target)
                        .withBody("{}".getBytes(StandardCharsets.UTF_8))
                        .with("wait", "1ms");
                StoreReply reply = service.answer(request, StoreAccess.FULL);
                reply.bytes(); // a stream must be written
                boolean taken = reply.status() != 405;
                if (taken != listed) {
                  wrong.add(method + " " + path);
                }
              }
            });
      }
      assertThat(wrong).isEmpty();
    }
  }

  @Test
  void listsEveryWordOfTheApi() {
    try (var store = Store.inMemory()) {
      var paths = paths(store).keySet();

      for (String word : Place.SPACE_WORDS) {
        assertThat(paths).contains("/{ns}/" + word);
      }
      for (String word : Place.PAST_WORDS) {
        assertThat(paths).contains("/{ns}/{key}/" + word, "/{ns}/doc/{key}/" + word);
      }
      assertThat(paths).contains("/status", "/namespaces", "/batch", "/compact", "/openapi.json");
    }
  }

  @Test
  void thePageOfTheDocumentationIsTheOneThatIsServed() throws IOException {
    Path root = Path.of("..").toAbsolutePath().normalize();
    String page = Files.readString(root.resolve("docs/reference/store-openapi.json"));
    try (var in = StoreService.class.getResourceAsStream("openapi.json")) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(page);
    }
  }
}
