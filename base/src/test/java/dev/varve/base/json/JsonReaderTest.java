package dev.varve.base.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.varve.testkit.Gen;
import dev.varve.testkit.Property;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "true",
        "false",
        "0",
        "-0",
        "1",
        "-1",
        "10",
        "0.5",
        "-0.0",
        "1e2",
        "1E+2",
        "1e-2",
        "1.25e3",
        "123456789012345678901234567890",
        "\"\"",
        "\"a\"",
        "[]",
        "{}",
        "[1]",
        "[[]]",
        "[1,2]",
        "{\"a\":1}",
        "{\"\":0}",
        "{\"a\":{\"a\":1}}",
        " \t\r\n1 \t\r\n",
        "[ 1 , 2 ]",
        "{ \"a\" : 1 , \"b\" : 2 }",
        "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
        "\"\\u0000\"",
        "\"\\uD83D\\uDE00\"",
        "\"\\u00E9\"",
        "\"/\"",
        "\"\u007f\"",
        "\"\u2028\"",
        "\"\uD83D\uDE00\"",
        "\"\uFFFF\"",
        "\"\\uFFFE\""
      })
  void acceptsWhatTheGrammarAllows(String text) {
    Json json = Json.parse(text);

    assertThat(Json.parse(json.compact())).isEqualTo(json);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "nul",
        "nulll",
        "True",
        "TRUE",
        "undefined",
        "NaN",
        "Infinity",
        "-Infinity",
        "-",
        "+1",
        "01",
        "-01",
        "00",
        "1.",
        ".5",
        "-.5",
        "1e",
        "1e+",
        "1.e1",
        "0x10",
        "1_000",
        "1 2",
        "0e",
        "- 1",
        "1,",
        "[",
        "]",
        "[1",
        "[1,",
        "[1,]",
        "[,1]",
        "[,]",
        "[1 2]",
        "[1;2]",
        "{",
        "}",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1,",
        "{\"a\":1,}",
        "{a:1}",
        "{'a':1}",
        "{1:1}",
        "{\"a\" 1}",
        "{\"a\"::1}",
        "{,}",
        "{\"a\":1 \"b\":2}",
        "[}",
        "{]",
        "\"",
        "\"a",
        "'a'",
        "\"\\\"",
        "\"\\x41\"",
        "\"\\u12\"",
        "\"\\u12G4\"",
        "\"\\u 123\"",
        "\"\\U0041\"",
        "\"\\a\"",
        "\"\\'\"",
        "\"\t\"",
        "\"\n\"",
        "\"\u0000\"",
        "\"\u001f\"",
        "// x\n1",
        "/* x */1",
        "#1",
        "\uFEFF1",
        "\u00A01",
        "1\u000B",
        "1\f",
        "[1]]",
        "{}{}",
        "\"a\"\"b\"",
        "[\"a\",\n4\n,1,"
      })
  void refusesWhatTheGrammarDoesNotAllow(String text) {
    assertThatThrownBy(() -> Json.parse(text)).isInstanceOf(JsonSyntaxException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "22FF22",
        "22C022",
        "22C08022",
        "22E2822222",
        "22EDA08022",
        "22F490808022",
        "228022",
        "22F8888080",
        "EFBBBF31",
        "FF",
        "C3A9"
      })
  void refusesBytesThatAreNotUtf8(String hex) {
    byte[] text = HexFormat.of().parseHex(hex);

    assertThatThrownBy(() -> JsonReader.read(text)).isInstanceOf(JsonSyntaxException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\\uD800\"",
        "\"\\uDC00\"",
        "\"\\uDE00\\uD83D\"",
        "\"\\uD83Dx\"",
        "\"\\uD83D\\n\"",
        "\"x\\uD800\\uD800\\uDC00\"",
        "{\"\\uD800\":1}"
      })
  void refusesSurrogatesWithoutAPartner(String text) {
    assertThatThrownBy(() -> Json.parse(text)).hasMessageContaining("surrogate");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"a\":1,\"a\":1}", "{\"a\":1,\"b\":2,\"\\u0061\":3}", "[{\"\":1,\"\":2}]"})
  void refusesANameThatComesTwice(String text) {
    assertThatThrownBy(() -> Json.parse(text)).hasMessageContaining("must appear once");
  }

  @Test
  void theSameNameInDifferentObjectsIsFine() {
    assertThat(Json.parse("{\"a\":{\"a\":[{\"a\":1}]}}").compact())
        .isEqualTo("{\"a\":{\"a\":[{\"a\":1}]}}");
  }

  @ParameterizedTest
  @MethodSource("misplaced")
  void namesLineAndColumn(String text, int line, int column) {
    JsonSyntaxException wrong =
        catchThrowableOfType(JsonSyntaxException.class, () -> Json.parse(text));

    assertThat(List.of(wrong.line(), wrong.column())).containsExactly(line, column);
    assertThat(wrong).hasMessageStartingWith("line " + line + ", column " + column + ": ");
  }

  static Stream<Arguments> misplaced() {
    return Stream.of(
        Arguments.of("", 1, 1),
        Arguments.of("x", 1, 1),
        Arguments.of("{\n  \"a\": x\n}", 2, 8),
        Arguments.of("[1,\n\n 2 3]", 3, 4),
        Arguments.of("{\"a\":1,\n\"a\":2}", 2, 1),
        Arguments.of("[\"\u00e9\", x]", 1, 8),
        Arguments.of("[1", 1, 3),
        Arguments.of("1\n2", 2, 1));
  }

  @Test
  void aBombOfBracketsIsRefusedAtTheLimit() {
    assertThat(Json.parse("[".repeat(64) + "]".repeat(64)).kind()).isEqualTo("array");
    assertThatThrownBy(() -> Json.parse("[".repeat(65) + "]".repeat(65)))
        .hasMessage("line 1, column 65: values must nest at most 64 deep");
    assertThatThrownBy(() -> Json.parse("[".repeat(1_000_000)))
        .isInstanceOf(JsonSyntaxException.class);
    assertThatThrownBy(() -> Json.parse("{\"a\":".repeat(1_000_000)))
        .isInstanceOf(JsonSyntaxException.class);
  }

  @Test
  void depthIsWhereTheReaderIsAndNotHowOftenItWasThere() {
    assertThat(Json.parse("[" + "[],".repeat(1000) + "{}]").kind()).isEqualTo("array");
  }

  @Test
  void theDeepestLimitFitsOnTheStack() {
    var limits = new JsonLimits(512, 128, 9999);
    byte[] deep = ("{\"a\":[".repeat(256) + "]}".repeat(256)).getBytes(StandardCharsets.UTF_8);

    Json json = JsonReader.read(deep, 0, deep.length, limits);

    assertThat(json.canonical()).isEqualTo(deep);
    assertThat(json.hashCode()).isEqualTo(json.hashCode());
  }

  @ParameterizedTest
  @CsvSource({
    "1e9999, true",
    "1e-9999, true",
    "1e10000, false",
    "1e-10000, false",
    "1e99999999999999999999, false",
    "1e0000000000001, true"
  })
  void exponentsAreBounded(String text, boolean allowed) {
    if (allowed) {
      assertThat(Json.parse(text).kind()).isEqualTo("number");
    } else {
      assertThatThrownBy(() -> Json.parse(text))
          .hasMessageContaining("an exponent must be at most");
    }
  }

  @Test
  void numbersAreBoundedInLength() {
    assertThat(Json.parse("1".repeat(128)).kind()).isEqualTo("number");
    assertThatThrownBy(() -> Json.parse("1".repeat(129)))
        .hasMessage("line 1, column 1: a number must have at most 128 characters");
  }

  @Test
  void readsOnlyBetweenStartAndEnd() {
    byte[] text = "xx[1]yy".getBytes(StandardCharsets.UTF_8);

    assertThat(JsonReader.read(text, 2, 5, JsonLimits.DEFAULT)).isEqualTo(Json.parse("[1]"));
    assertThatThrownBy(() -> JsonReader.read(text, 2, 4, JsonLimits.DEFAULT))
        .hasMessageContaining("but ends");
    assertThatThrownBy(() -> JsonReader.read(text, 2, 6, JsonLimits.DEFAULT))
        .hasMessage("line 1, column 4: nothing may follow the value");
  }

  @Test
  void readsBackWhatIsWritten() {
    Property.of(JsonGen.values())
        .runs(500)
        .holds(json -> {
          assertThat(Json.parse(json.compact())).isEqualTo(json);
          assertThat(Json.parse(json.pretty())).isEqualTo(json);
          assertThat(JsonReader.read(json.canonical())).isEqualTo(json);
        });
  }

  @Test
  void anyBytesAreReadOrRefusedButNeverBreakTheReader() {
    Gen<String> shards =
        Gen.lists(
                Gen.of(
                    "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "d83d", "1", "-", ".", "e9",
                    "true", " ", "\n", "\u00e9", "a"),
                30)
            .map(list -> String.join("", list));

    Property.of(shards)
        .runs(2000)
        .holds(text -> readOrRefused(text.getBytes(StandardCharsets.UTF_8)));
    Property.of(Gen.bytes(40)).runs(2000).holds(JsonReaderTest::readOrRefused);
  }

  private static void readOrRefused(byte[] text) {
    try {
      Json json = JsonReader.read(text);
      assertThat(JsonReader.read(json.canonical())).isEqualTo(json);
    } catch (JsonSyntaxException e) {
      assertThat(e.line()).isPositive();
      assertThat(e.column()).isBetween(1, text.length + 1);
    }
  }
}
