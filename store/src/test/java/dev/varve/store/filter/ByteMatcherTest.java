package dev.varve.store.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.json.Json;
import dev.varve.store.query.Rows;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteMatcherTest {
  /// The tree says what a filter means; the bytes must say the same.
  @Test
  void agreesWithTheTreeOnRandomDocuments() {
    int passed = 0;
    for (long seed = 0; seed < 1_000; seed++) {
      var samples = new Samples(seed);
      Filter filter = samples.filter(2);
      var matcher = new ByteMatcher(filter);
      List<Row.Held> rows = samples.rows(20);
      Rows reused = Samples.reusing(rows);
      for (Row.Held row : rows) {
        boolean wanted = filter.matches(row.json(), row);
        passed += wanted ? 1 : 0;

        assertThat(matcher.matches(reused.next()))
            .as("seed %d: %s on %s", seed, filter.text(), row)
            .isEqualTo(wanted);
      }
    }
    assertThat(passed).isBetween(2_000, 18_000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "age > 30|{\"age\":31}|true",
        "age > 30|{\"age\":30.0000000000000000001}|true",
        "age > 30|{\"age\":\"31\"}|false",
        "age != 30|{}|true",
        "age = null|{}|false",
        "age = null|{\"age\":null}|true",
        "age exists|{\"age\":null}|true",
        "tags contains 'x'|{\"tags\":[\"w\", \"x\"]}|true",
        "tags contains 'x'|{\"tags\":\"wxy\"}|true",
        "tags contains 1|{\"tags\":\"1\"}|false",
        "tags contains [1]|{\"tags\":[[1]]}|true",
        "a.b[1].c = 2|{\"a\":{\"b\":[0,{\"c\":2}]}}|true",
        "a[0] = 1|{\"a\":{\"0\":1}}|false",
        "a.0 = 1|{\"a\":{\"0\":1}}|true",
        "name = 'é'|{\"n\\u0061me\":\"\\u00e9\"}|true",
        "name > '\uffff'|{\"name\":\"😀\"}|true",
        "ok = true|{\"ok\":true}|true",
        "ok > false|{\"ok\":true}|true",
        "$ = 5|5|true",
        "$ startsWith 'a'|\"abc\"|true",
        "$[1] = 2|[1,2]|true",
        "n = 100|{\"n\":1e2}|true",
        "n = 0|{\"n\":-0.0}|true",
      })
  void decides(String filter, String document, boolean wanted) {
    var row = new Row.Held("k", 1, 0, "", document.getBytes(StandardCharsets.UTF_8));

    assertThat(new ByteMatcher(Filter.parse(filter)).matches(row)).isEqualTo(wanted);
    assertThat(Filter.parse(filter).matches(Json.parse(document), row)).isEqualTo(wanted);
  }

  @Test
  void reachesTheVersion() {
    var row = new Row.Held("user/7", 42, 1_700_000_000_000L, "ann", new byte[] {'1'});

    for (String filter :
        List.of(
            "$key startsWith 'user/'",
            "$seq = 42",
            "$time >= '2023-11'",
            "$time = '2023-11-14T22:13:20.000Z'",
            "$author in ('ann', 'bob')",
            "$key != 'x' and $ = 1")) {
      assertThat(new ByteMatcher(Filter.parse(filter)).matches(row)).as(filter).isTrue();
    }
    var anonymous = new Row.Held("x", 42, 0, "", new byte[] {'1'});
    assertThat(new ByteMatcher(Filter.parse("$author exists")).matches(anonymous)).isFalse();
  }
}
