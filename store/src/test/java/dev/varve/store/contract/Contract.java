package dev.varve.store.contract;

import dev.varve.base.json.Json;
import dev.varve.store.At;
import dev.varve.store.History;
import dev.varve.store.Store;
import dev.varve.store.Version;
import dev.varve.testkit.FakeClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What the parts of the contract work with: an open store that reads this clock.
interface Contract {
  Store store();

  FakeClock clock();

  default Json json(String text) {
    return Json.parse(text);
  }

  default Version put(String key, String value) {
    return store().put("docs", key, json(value)).version();
  }

  default Optional<Json> read(String key, At at) {
    return store().at("docs", key, at).found().map(Version::value);
  }

  default List<Version> history(String key) {
    return store().log("docs", key, History.Page.first(1000)).versions();
  }

  default void keepBusy(int rounds) {
    for (int i = 0; i < rounds; i++) {
      clock().advance(Duration.ofMinutes(1));
      for (int key = 0; key < 5; key++) {
        put("k" + key, "{\"i\":" + i + ",\"pad\":\"" + "x".repeat(2_000) + "\"}");
      }
    }
  }
}
