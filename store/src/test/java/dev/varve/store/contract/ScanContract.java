package dev.varve.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.base.Failure;
import dev.varve.base.json.Json;
import dev.varve.store.At;
import dev.varve.store.History;
import dev.varve.store.JsonLines;
import dev.varve.store.Outcome;
import dev.varve.store.Scan;
import dev.varve.store.Store;
import dev.varve.store.Version;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Keys: which there may be, and walks over them.
public interface ScanContract extends Contract {
  @Test
  default void scansKeysInOrderByPrefixAndPage() {
    for (String key : List.of("b/2", "a", "b/1", "b/3", "b0", "c", "ü", "b")) {
      put(key, "1");
    }
    store().delete("docs", "b/2").version();

    assertThat(store().keys("docs", Scan.ALL).keys())
        .containsExactly("a", "b", "b/1", "b/3", "b0", "c", "ü");
    assertThat(store().keys("docs", Scan.prefix("b/")).keys()).containsExactly("b/1", "b/3");
    Scan.Keys page = store().keys("docs", Scan.ALL.limit(3));
    assertThat(page.keys()).containsExactly("a", "b", "b/1");
    assertThat(store().keys("docs", Scan.ALL.limit(9).after(page.next().orElseThrow())).keys())
        .containsExactly("b/3", "b0", "c", "ü");
    assertThat(store().documents("docs", Scan.prefix("b")).versions())
        .extracting(Version::key)
        .containsExactly("b", "b/1", "b/3", "b0");
  }

  @Test
  default void scansAtAnEarlierPosition() {
    put("a", "1");
    Version b = put("b", "1");
    store().delete("docs", "a").version();
    put("c", "1");

    assertThat(store().keys("docs", Scan.ALL.at(At.seq(b.seq()))).keys()).containsExactly("a", "b");
    assertThat(store().keys("docs", Scan.ALL.at(At.time(b.time()))).keys())
        .containsExactly("a", "b");
    assertThat(store().keys("docs", Scan.ALL).keys()).containsExactly("b", "c");
  }

  @Test
  default void takesAnyCharacterInKeys() {
    for (String key : List.of("a/b", "a b", ".", "..", "%2F", "keys", "\u0000", "\uD83D\uDE00")) {
      put(key, Json.of(key).compact());
    }
    assertThat(store().get("docs", "\uD83D\uDE00").orElseThrow().value())
        .isEqualTo(Json.of("\uD83D\uDE00"));
    assertThat(store().keys("docs", Scan.ALL).keys()).hasSize(8).startsWith("\u0000");
  }

  @Test
  default void refusesBadNamesAndLargeValues() {
    Json one = Json.of(1);
    assertThat(store().put("docs", "", one)).isInstanceOf(Outcome.Refused.class);
    assertThat(store().put("docs", "ü".repeat(513), one)).isInstanceOf(Outcome.Refused.class);
    assertThat(store().put("docs", "ü".repeat(512), one)).isInstanceOf(Outcome.Committed.class);
    assertThat(store().put("docs", "\uD800", one)).isInstanceOf(Outcome.Refused.class);
    assertThat(store().put("_docs", "a", one)).isInstanceOf(Outcome.Refused.class);
    assertThat(store().put("Docs", "a", one)).isInstanceOf(Outcome.Refused.class);
    assertThat(store().put("docs", "a", Json.of("x".repeat(16 << 20))))
        .isInstanceOf(Outcome.Refused.class);
    assertThat(store().put("docs", "a", Json.of("x".repeat((1 << 20) - 2))))
        .isInstanceOf(Outcome.Committed.class);
    assertThatThrownBy(() -> store().put("docs", "", one).version())
        .isInstanceOf(Failure.class)
        .hasMessageContaining("[E1301]");
  }

  @Test
  default void exportsAndImportsLinesOfJson() throws Exception {
    put("a", "1");
    put("a", "{\"x\":[1,2]}");
    put("b", "null");
    put("c", "true");
    store().delete("docs", "c").version();
    var now = new StringBuilder();
    var history = new StringBuilder();

    assertThat(JsonLines.write(store(), "docs", false, now)).isEqualTo(2);
    assertThat(JsonLines.write(store(), "docs", true, history)).isEqualTo(5);

    try (Store other = Store.inMemory()) {
      var lines = new java.io.BufferedReader(new java.io.StringReader(history.toString()));
      assertThat(JsonLines.read(other, lines)).isEqualTo(new JsonLines.Imported(5, 0));
      assertThat(other.log("docs", "a", History.Page.FIRST).versions())
          .extracting(Version::cid)
          .isEqualTo(
              store().log("docs", "a", History.Page.FIRST).versions().stream()
                  .map(Version::cid)
                  .toList());
    }
  }
}
