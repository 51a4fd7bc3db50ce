package dev.varve.program.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.json.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// JSON that was printed as YAML is the same when a YAML 1.2 reader has read it.
final class YamlTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "\"\"",
        "null",
        "true",
        "-1",
        "2.5",
        "\"yes\"",
        "\"1\"",
        "\"a: b\"",
        "\"- x\"",
        "\"#\"",
        "\" lead\"",
        "\"Zoë\\n\\u0007\\\"\\\\\"",
        "{\"a\":1,\"b\":{\"c\":[1,[2,{\"d\":null}],{},[]]},\"no\":[{\"e\":1,\"f\":[{\"g\":2}]},{\"h\":{}}]}",
        "[[[1]],[{\"a\":[{\"b\":1},{\"c\":2}]}]]",
        "{\"\":\"\",\"a b\":\"x y\",\"a:\":\"~\",\"null\":\"null\"}"
      })
  void readsBackTheSame(String json) {
    Object read =
        new Load(LoadSettings.builder().build()).loadFromString(YamlText.of(Json.parse(json)));

    assertThat(json(read)).isEqualTo(Json.parse(json));
  }

  @Test
  void looksAsPeopleWriteIt() {
    assertThat(YamlText.of(Json.parse("{\"name\":\"Ann B.\",\"tags\":[\"x\",{\"a\":1,\"b\":2}]}")))
        .isEqualTo(
            "name: \"Ann B.\"\ntags:\n  - x\n  - a: 1\n    b: 2\n".replace("\"Ann B.\"", "Ann B."));
  }

  private static Json json(@Nullable Object read) {
    return switch (read) {
      case null -> Json.parse("null");
      case String text -> Json.of(text);
      case Map<?, ?> map -> {
        var members = new java.util.LinkedHashMap<String, Json>();
        map.forEach((name, value) -> members.put(String.valueOf(name), json(value)));
        yield Json.of(members);
      }
      case List<?> list -> Json.of(list.stream().map(YamlTextTest::json).toList());
      default -> Json.parse(read.toString());
    };
  }
}
