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
import dev.varve.store.filter.Row;
import dev.varve.store.local.LocalStore;
import dev.varve.store.query.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

  private List<String> rows(Scan.Range range, At at) {
    var found = new ArrayList<String>();
    Rows rows = store().rows("docs", range, at);
    for (Row row = rows.next(); row != null; row = rows.next()) {
      found.add(row.key() + "@" + row.seq() + "=" + row.json().compact());
    }
    return found;
  }

  /// As rows, but by pages of whole versions.
  private List<String> documents(At at) {
    return store().documents("docs", Scan.ALL.at(at)).versions().stream()
        .map(each -> each.key() + "@" + each.seq() + "=" + each.value().compact())
        .toList();
  }

  @Test
  default void rowsAreTheDocumentsOneByOne() {
    for (int i = 0; i < 600; i++) {
      put("k" + i % 300, "{\"i\":" + i + "}");
    }
    put("large", "\"" + "x".repeat(1_100_000) + "\"");
    store().delete("docs", "k7").version();
    At then = At.seq(450);
    List<String> now = documents(At.LATEST);

    assertThat(rows(Scan.Range.ALL, At.LATEST)).isEqualTo(now).hasSize(300);
    assertThat(rows(Scan.Range.ALL, then)).isEqualTo(documents(then)).hasSize(300);
    store().compact();
    assertThat(rows(Scan.Range.ALL, then)).isEqualTo(documents(then)).hasSize(300);
    assertThat(rows(new Scan.Range("k298", Optional.of("k3")), At.LATEST))
        .hasSize(2)
        .isEqualTo(now.stream().filter(each -> each.matches("k29[89]@.*")).toList());
    assertThat(store().rows("nothing", Scan.Range.ALL, At.LATEST).next()).isNull();
  }

  @Test
  default void marksCutTheKeysIntoParts() {
    for (int i = 0; i < 2_000; i++) {
      put("key " + "x".repeat(40) + i, "1");
    }
    List<String> marks = store().marks("docs", 7);

    assertThat(marks).hasSizeLessThanOrEqualTo(7).isSorted().doesNotHaveDuplicates();
    int found = 0;
    String from = "";
    for (String mark : marks) {
      found += rows(new Scan.Range(from, Optional.of(mark)), At.LATEST).size();
      from = mark;
    }
    found += rows(new Scan.Range(from, Optional.empty()), At.LATEST).size();
    assertThat(found).isEqualTo(2_000);
    assertThat(store().marks("nothing", 7)).isEmpty();
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

    try (Store other = LocalStore.inMemory()) {
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
