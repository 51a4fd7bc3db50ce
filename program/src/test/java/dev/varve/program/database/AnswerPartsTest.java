package dev.varve.program.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// An answer that is printed as it comes looks like one that was there as a whole.
final class AnswerPartsTest {
  private static String yaml(String compact) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var yaml = new YamlParts(bytes);
    try (var parts = new AnswerParts(yaml)) {
      parts.write(compact.getBytes(StandardCharsets.UTF_8));
    }
    yaml.end();
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static String table(String compact) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var table = new TableParts(bytes);
    try (var parts = new AnswerParts(table)) {
      parts.write(compact.getBytes(StandardCharsets.UTF_8));
    }
    table.end();
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "\"a\"",
        "[]",
        "[1,{\"a\":2}]",
        "{}",
        "{\"a\":{},\"b\":[],\"c\":[[],{}]}",
        "{\"a,:{}[]\":\"\\\"{,:}\\\\\",\"b\":[1,\"\\\\\",null,true,-1.5]}",
        "{\"documents\":[],\"next\":\"x\"}",
        "{\"plan\":{\"by\":\"scan\",\"steps\":[1,2]},\"words\":[\"a, [b]\",\"c\"]}",
        "{\"documents\":[{\"key\":\"k\",\"value\":{\"n\":1}},{\"key\":\"l,\",\"value\":[{}]}],\"next\":\"x\",\"aggregates\":{\"n\":2}}"
      })
  void looksLikeTheWhole(String compact) throws IOException {
    Json json = Json.parse(compact);

    assertThat(yaml(compact)).isEqualTo(YamlText.of(json));
    assertThat(table(compact).lines()).isEqualTo(TableText.of(json));
  }

  @Test
  void theFirstPageSettlesTheColumnsOfATable() throws IOException {
    var rows = new StringBuilder("{\"documents\":[");
    for (int i = 0; i < TableParts.PAGE; i++) {
      rows.append("{\"key\":\"k").append(i).append("\",\"value\":{\"n\":1}},");
    }
    rows.append("{\"key\":\"much-longer-than-those\",\"value\":{\"n\":2,\"late\":3}}]}");

    var lines = table(rows.toString()).lines().toList();

    assertThat(lines).hasSize(TableParts.PAGE + 2);
    assertThat(lines.getFirst()).isEqualTo("key   n");
    assertThat(lines.get(1)).isEqualTo("k0    1");
    assertThat(lines.getLast()).isEqualTo("much-longer-than-those  2");
  }
}
