package dev.varve.base.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.testkit.Gen;
import dev.varve.testkit.Property;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonWriterTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1            | 1
          1.0          | 1
          1e0          | 1
          -0           | 0
          0.0e5        | 0
          100          | 100
          1e2          | 100
          12.50        | 12.5
          0.1          | 0.1
          1e20         | 100000000000000000000
          1e21         | 1e21
          123e30       | 1.23e32
          1e-7         | 0.0000001
          1e-8         | 1e-8
          -1.5E-9      | -1.5e-9
          -2e30        | -2e30
          9007199254740993     | 9007199254740993
          -9223372036854775808 | -9223372036854775808
          18446744073709551616 | 18446744073709551616
          0.30000000000000004  | 0.30000000000000004
          """)
  void numbersHaveOneCanonicalForm(String text, String canonical) {
    assertThat(Json.parse(text).canonical()).asString().isEqualTo(canonical);
  }

  @Test
  void membersAreSortedByTheBytesOfTheirNames() {
    Json json =
        Json.parse(
            "{\"b\":1,\"a\":2,\"\u00e9\":3,\"\":4,\"\uD83D\uDE00\":5,\"\uFFFD\":6,\"aa\":7,\"A\":8}");

    assertThat(json.canonical())
        .asString(StandardCharsets.UTF_8)
        .isEqualTo(
            "{\"\":4,\"A\":8,\"a\":2,\"aa\":7,\"b\":1,\"\u00e9\":3,\"\uFFFD\":6,\"\uD83D\uDE00\":5}");
    assertThat(json.compact()).startsWith("{\"b\":1,\"a\":2,");
  }

  @Test
  void orderOfNamesIsOrderOfUtf8() {
    Property.of(Gen.lists(Gen.unicode(6), 2))
        .runs(1000)
        .holds(names -> {
          if (names.size() == 2) {
            int byBytes =
                Arrays.compareUnsigned(
                    names.get(0).getBytes(StandardCharsets.UTF_8),
                    names.get(1).getBytes(StandardCharsets.UTF_8));
            assertThat(JsonWriter.BY_CODE_POINTS.compare(names.get(0), names.get(1)))
                .satisfies(
                    order -> assertThat(Integer.signum(order)).isEqualTo(Integer.signum(byBytes)));
          }
        });
  }

  @Test
  void onlyWhatMustBeEscapedIs() {
    String text = "\"\\/\b\f\n\r\t\u0000\u001f\u007f\u2028\u00e9\uD83D\uDE00";

    assertThat(Json.of(text).compact())
        .isEqualTo("\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0000\\u001f\u007f\u2028\u00e9\uD83D\uDE00\"");
  }

  @Test
  void prettyIndentsByTwoAndEndsWithALine() {
    assertThat(Json.parse("{\"a\":[1,{\"b\":null}],\"c\":[],\"d\":{}}").pretty())
        .isEqualTo(
            """
            {
              "a": [
                1,
                {
                  "b": null
                }
              ],
              "c": [],
              "d": {}
            }
            """);
    assertThat(Json.parse("1").pretty()).isEqualTo("1\n");
  }

  @Test
  void valuesAreEqualWhenTheirCanonicalFormsAre() {
    Property.of(JsonGen.values())
        .holds(json -> {
          Json shuffled = reversed(json);
          assertThat(shuffled).isEqualTo(json).hasSameHashCodeAs(json);
          assertThat(shuffled.canonical()).isEqualTo(json.canonical());
        });
    assertThat(Json.parse("[1,2]")).isNotEqualTo(Json.parse("[2,1]"));
  }

  private static Json reversed(Json json) {
    return switch (json) {
      case JsonObject object -> {
        List<Map.Entry<String, Json>> entries = new ArrayList<>(object.members().entrySet());
        var members = new LinkedHashMap<String, Json>();
        entries
            .reversed()
            .forEach(entry -> members.put(entry.getKey(), reversed(entry.getValue())));
        yield new JsonObject(members);
      }
      case JsonArray array ->
          new JsonArray(array.items().stream().map(JsonWriterTest::reversed).toList());
      case JsonString _, JsonNumber _, JsonBoolean _, JsonNull _ -> json;
    };
  }

  @Test
  void aLongIsAWholeNumberOf64Bits() {
    assertThat(number("9223372036854775807").isLong()).isTrue();
    assertThat(number("-9223372036854775808").isLong()).isTrue();
    assertThat(number("9223372036854775808").isLong()).isFalse();
    assertThat(number("1e18").isLong()).isTrue();
    assertThat(number("1e19").isLong()).isFalse();
    assertThat(number("1e9999").isLong()).isFalse();
    assertThat(number("1.5").isLong()).isFalse();
    assertThat(number("10e-1").longValue()).isEqualTo(1);
    assertThatThrownBy(() -> number("0.5").longValue()).isInstanceOf(ArithmeticException.class);
    assertThat(new JsonNumber(new BigDecimal("0E+999999999")).longValue()).isZero();
    var huge = new JsonNumber(new BigDecimal(BigInteger.ONE, Integer.MIN_VALUE + 1));
    assertThat(huge.isLong()).isFalse();
    assertThat(huge).hasToString("1e2147483647");
  }

  private static JsonNumber number(String text) {
    return (JsonNumber) Json.parse(text);
  }

  @Test
  void objectsAreValues() {
    var members = new LinkedHashMap<String, Json>(Map.of("a", Json.of(1)));
    var object = new JsonObject(members);
    members.clear();

    assertThat(object.get("a")).isEqualTo(Json.of(1));
    assertThat(object.get("b")).isNull();
    assertThat(object.text("a")).isNull();
    assertThat(object.with("b", Json.of("x")).text("b")).isEqualTo("x");
    assertThat(object.without("a")).isEqualTo(JsonObject.EMPTY);
    assertThat(object).hasToString("{\"a\":1}");
    assertThatThrownBy(() -> object.members().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
