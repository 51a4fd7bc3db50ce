package dev.varve.store.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.base.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterJsonTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|true",
        "{\"age\":{\"gt\":30},\"tags\":{\"contains\":\"x\"}}|age > 30 and tags contains 'x'",
        "{\"age\":{\"gte\":1,\"lt\":9}}|age >= 1 and age < 9",
        "{\"name\":\"x\"}|name = 'x'",
        "{\"name\":null}|name = null",
        "{\"tags\":[1,2]}|tags = [1,2]",
        "{\"a\":{\"eq\":{\"b\":1}}}|a = {\"b\":1}",
        "{\"or\":[{\"a\":1},{\"b\":2}]}|a = 1 or b = 2",
        "{\"not\":{\"a\":1}}|not a = 1",
        "{\"and\":[{\"a\":1}]}|a = 1",
        "{\"a\":{\"exists\":false}}|not a exists",
        "{\"a\":{\"in\":[1,2,1]}}|a in (1, 2)",
        "{\"a\":{\"regex\":\"^x\"}}|a matches '^x'",
        "{\"a\":{\"startsWith\":\"x\"}}|a startsWith 'x'",
        "{\"['not']\":1}|['not'] = 1",
        "\"a = 1\"|a = 1"
      })
  void saysTheSameAsText(String json, String text) {
    assertThat(Filter.of(Json.parse(json))).isEqualTo(Filter.parse(text));
  }

  @Test
  void reportsAllProblemsWithTheirPlaces() {
    assertThatThrownBy(() ->
            Filter.of(
                Json.parse(
                    """
                    {"age": {"$gt": 3}, "or": [], "name": {"startWith": "x"}, "a..b": 1,
                     "b": {"regex": "("}, "c": {"gt": null}, "d": {}}
                    """)))
        .hasMessageContaining("filter#/age/$gt: an operator must be one of eq,")
        .hasMessageContaining("did you mean gt?")
        .hasMessageContaining("filter#/or: must be an array of filters, at least one")
        .hasMessageContaining("filter#/name/startWith: ")
        .hasMessageContaining("did you mean startsWith?")
        .hasMessageContaining("filter#/a..b: a name must follow the dot")
        .hasMessageContaining("filter#/b/regex: the expression must be valid")
        .hasMessageContaining("filter#/c/gt: must be a boolean, number or string")
        .hasMessageContaining("filter#/d: must have an operator, but is {}");
  }
}
