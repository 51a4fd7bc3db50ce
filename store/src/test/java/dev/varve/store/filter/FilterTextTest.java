package dev.varve.store.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.base.Failure;
import dev.varve.base.json.Json;
import dev.varve.store.filter.Filter.Comparison;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterTextTest {
  @Test
  void readsComparisonsJoinedByAnd() {
    assertThat(Filter.parse("age > 30 and tags contains 'x'"))
        .isEqualTo(
            new Filter.And(
                List.of(
                    new Filter.Compare(FieldPath.member("age"), Comparison.GT, Json.of(30)),
                    new Filter.Contains(FieldPath.member("tags"), Json.of("x")))));
  }

  @Test
  void bindsAndTighterThanOr() {
    assertThat(Filter.parse("a = 1 or b = 2 and not c = 3"))
        .isEqualTo(Filter.parse("(a = 1) or ((b = 2) and (not (c = 3)))"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "name startsWith 'A'|name startsWith 'A'",
        "NOT (x EXISTS)|not x exists",
        "x not exists|not x exists",
        "x in (1,2)|x in (1, 2)",
        "x not in (1)|not x in (1)",
        "name matches /^a+$/|name matches '^a+$'",
        "name matches /a\\/b/i|name matches '(?i)a/b'",
        "name regex \"x\"|name matches 'x'",
        "a.b[0].c <> null|a.b[0].c != null",
        "a gte 1.50|a >= 1.5",
        "['first name'] = \"o'k\"|['first name'] = 'o\\'k'",
        "$.a = [1, 'x', {\"k\": true}]|a = [1,\"x\",{\"k\":true}]",
        "$key >= 'user/'|$key >= 'user/'",
        "$[0] = 1|$[0] = 1",
        "a-b = 1|a-b = 1",
        "android = 1|android = 1",
        "['and'] = 1|['and'] = 1",
        "a.and = 1|a.and = 1",
        "a.0 = 1|a.0 = 1",
        "true|true"
      })
  void writesWhatItReads(String source, String written) {
    Filter filter = Filter.parse(source);

    assertThat(filter.text()).isEqualTo(written);
    assertThat(Filter.parse(written)).isEqualTo(filter);
    assertThat(Filter.of(filter.json())).isEqualTo(filter);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "age >|filter:1:6|a value must stand here, but is the end",
        "age > 30 adn b = 1|filter:1:10|did you mean 'and'?",
        "age like 'x'|filter:1:5|did you mean 'matches'?",
        "name startWith 'x'|filter:1:6|did you mean 'startsWith'?",
        "name startsWith x|filter:1:17|a string in quotes must stand here, but is 'x'",
        "name = bob|filter:1:8|put text in quotes: 'bob'",
        "(a = 1|filter:1:7|')' must stand here, but is the end",
        "a = 1)|filter:1:6|'and', 'or' or the end must stand here, but is ')'",
        "a = 1 && b = 2|filter:1:7|did you mean 'and'?",
        "and = 1|filter:1:1|write ['and'] for a field of that name",
        "a > null|filter:1:5|must compare with a boolean, number or string",
        "a in ()|filter:1:7|a value must stand here, but is ')'",
        "a = 'x|filter:1:5|a string must end with '",
        "a = 01|filter:1:5|a number must be one of JSON, but is 01",
        "a = {'x': 1, 'x': 2}|filter:1:14|must appear once",
        "a matches '('|filter:1:11|the expression must be valid",
        "a matches '(?<=x)y'|filter:1:11|the expression must be valid",
        "$kay = 'x'|filter:1:1|did you mean $key?",
        "a. = 1|filter:1:3|a name must follow the dot",
        "a[x] = 1|filter:1:3|an array position",
        "|filter:1:1|a field, 'not' or '(' must stand here, but is the end",
      })
  void namesThePlaceAndWhatWasExpected(String source, String where, String message) {
    assertThatThrownBy(() -> Filter.parse(source == null ? "" : source))
        .isInstanceOf(Failure.class)
        .hasMessageContaining(where + ": ")
        .hasMessageContaining(message);
  }

  @Test
  void countsLinesInPlaces() {
    assertThatThrownBy(() -> Filter.parse("a = 1\nand b ! 2"))
        .hasMessageContaining("filter:2:7: a test of b must stand here, but is '!'");
  }

  @Test
  void boundsNestingAndLength() {
    assertThatThrownBy(() -> Filter.parse("(".repeat(1000) + "a = 1" + ")".repeat(1000)))
        .hasMessageContaining("filters must nest at most 64 deep");
    assertThatThrownBy(() -> Filter.parse("a = " + "[".repeat(1000)))
        .hasMessageContaining("values must nest at most 32 deep");
    assertThatThrownBy(() -> Filter.parse(" ".repeat(70_000)))
        .hasMessageContaining("at most 65536 characters");
  }

  @Test
  void readsBackEveryFilterFromTextAndJson() {
    for (long seed = 0; seed < 3_000; seed++) {
      Filter filter = new Samples(seed).filter(3);

      assertThat(Filter.parse(filter.text()))
          .as("seed %d: %s", seed, filter.text())
          .isEqualTo(filter);
      Json json = filter.json();
      assertThat(Filter.of(json)).as("seed %d: %s", seed, json).isEqualTo(filter);
      assertThat(Filter.of(Json.parse(json.compact()))).isEqualTo(filter);
    }
  }

  @Test
  void neverFailsOtherwiseThanByFailure() {
    String signs = "a.b[0]'x\"$ ()=<>!,and or not in1-e/\\exists{}:";
    for (long seed = 0; seed < 20_000; seed++) {
      var random = new java.util.Random(seed);
      var source = new StringBuilder();
      for (int i = random.nextInt(20); i > 0; i--) {
        int at = random.nextInt(signs.length());
        source.append(signs, at, Math.min(signs.length(), at + 1 + random.nextInt(4)));
      }
      try {
        Filter filter = Filter.parse(source.toString());
        assertThat(Filter.parse(filter.text())).as(source.toString()).isEqualTo(filter);
      } catch (Failure expected) {
        assertThat(expected.problems()).hasSize(1);
      }
    }
  }
}
