package dev.varve.program.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is printed as it comes looks like what is printed as a whole.
class IndentedOutputTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "\"a\"",
        "{}",
        "[]",
        "{\"a\":{},\"b\":[],\"c\":[[],{}]}",
        "{\"a,:{}[]\":\"\\\"{,:}\\\\\",\"b\":[1,\"\\\\\",null,true,-1.5]}",
        "[{\"ü\":\"😀\"},[[1]]]",
        "{\"documents\":[{\"key\":\"k\",\"value\":{\"n\":1}}],\"cursor\":\"x\"}"
      })
  void printsAsJsonDoes(String compact) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new IndentedOutput(bytes)) {
      out.write(compact.getBytes(StandardCharsets.UTF_8));
    }

    assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo(Json.parse(compact).pretty());
  }
}
