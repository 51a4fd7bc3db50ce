package dev.varve.store.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.base.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonPointerTest {
  private static final Json RFC =
      Json.parse(
          """
          {"foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "e^f": 3, "g|h": 4, "i\\\\j": 5,
           "k\\"l": 6, " ": 7, "m~n": 8}
          """);

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "/foo;[\"bar\",\"baz\"]",
        "/foo/0;\"bar\"",
        "/;0",
        "/a~1b;1",
        "/c%d;2",
        "/e^f;3",
        "/g|h;4",
        "/i\\j;5",
        "/k\"l;6",
        "/ ;7",
        "/m~0n;8"
      })
  void findsWhatRfc6901Finds(String pointer, String value) {
    assertThat(JsonPointer.parse(pointer).in(RFC)).hasToString(value);
    assertThat(JsonPointer.parse(pointer)).hasToString(pointer);
  }

  @Test
  void findsTheWholeDocumentByTheEmptyPointer() {
    assertThat(JsonPointer.parse("").in(RFC)).isSameAs(RFC);
  }

  @Test
  void findsNothingWhereNothingIs() {
    for (String pointer : new String[] {"/foo/2", "/foo/-", "/foo/00", "/foo/x", "/x", "/a~1b/0"}) {
      assertThat(JsonPointer.parse(pointer).in(RFC)).as(pointer).isNull();
    }
  }

  @Test
  void namesTheCharacterThatIsWrong() {
    assertThatThrownBy(() -> JsonPointer.parse("a"))
        .hasMessageContaining("character 1: a JSON Pointer must be empty or start with a slash");
    assertThatThrownBy(() -> JsonPointer.parse("/a~2"))
        .hasMessageContaining("character 3: a JSON Pointer must have 0 or 1 behind each ~");
    assertThatThrownBy(() -> JsonPointer.parse("/a~")).hasMessageContaining("character 3");
  }
}
