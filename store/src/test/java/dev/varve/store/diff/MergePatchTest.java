package dev.varve.store.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.json.Json;
import dev.varve.store.filter.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MergePatchTest {
  /// The table of RFC 7396, appendix A.
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "{\"a\":\"b\"};{\"a\":\"c\"};{\"a\":\"c\"}",
        "{\"a\":\"b\"};{\"b\":\"c\"};{\"a\":\"b\",\"b\":\"c\"}",
        "{\"a\":\"b\"};{\"a\":null};{}",
        "{\"a\":\"b\",\"b\":\"c\"};{\"a\":null};{\"b\":\"c\"}",
        "{\"a\":[\"b\"]};{\"a\":\"c\"};{\"a\":\"c\"}",
        "{\"a\":\"c\"};{\"a\":[\"b\"]};{\"a\":[\"b\"]}",
        "{\"a\":{\"b\":\"c\"}};{\"a\":{\"b\":\"d\",\"c\":null}};{\"a\":{\"b\":\"d\"}}",
        "{\"a\":[{\"b\":\"c\"}]};{\"a\":[1]};{\"a\":[1]}",
        "[\"a\",\"b\"];[\"c\",\"d\"];[\"c\",\"d\"]",
        "{\"a\":\"b\"};[\"c\"];[\"c\"]",
        "{\"a\":\"foo\"};null;null",
        "{\"a\":\"foo\"};\"bar\";\"bar\"",
        "{\"e\":null};{\"a\":1};{\"e\":null,\"a\":1}",
        "[1,2];{\"a\":\"b\",\"c\":null};{\"a\":\"b\"}",
        "{};{\"a\":{\"bb\":{\"ccc\":null}}};{\"a\":{\"bb\":{}}}"
      })
  void mergesAsRfc7396Says(String before, String patch, String after) {
    assertThat(MergePatch.apply(Json.parse(before), Json.parse(patch)))
        .isEqualTo(Json.parse(after));
  }

  @Test
  void makesTheOtherDocumentWhereItCan() {
    int made = 0;
    for (long seed = 0; seed < 5_000; seed++) {
      var samples = new Samples(seed);
      Json before = samples.json(4);
      Json after = JsonPatchTest.changed(before, samples);
      var patch = MergePatch.between(before, after);
      if (patch.isPresent()) {
        made++;
        assertThat(MergePatch.apply(before, patch.get()))
            .as("seed %d: %s -> %s", seed, before, after)
            .isEqualTo(after);
      } else {
        assertThat(after.compact()).as("seed %d", seed).contains(":null");
      }
    }
    assertThat(made).isGreaterThan(3_000);
  }

  @Test
  void hasNoPatchThatPutsNull() {
    assertThat(MergePatch.between(Json.parse("{}"), Json.parse("{\"a\":null}"))).isEmpty();
    assertThat(MergePatch.between(Json.parse("{\"a\":null}"), Json.parse("{\"a\":null,\"b\":1}")))
        .contains(Json.parse("{\"b\":1}"));
  }
}
