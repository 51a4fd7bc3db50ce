package dev.varve.http.h2;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The quick reading of priorities says what the structured field says: RFC 9218 section 4.
class PriorityTest {
  private static dev.varve.http.field.Priority read(String value) {
    var priority = new Priority();
    byte[] bytes = (">" + value + "<").getBytes(ISO_8859_1);
    priority.read(bytes, 1, bytes.length - 1);
    return new dev.varve.http.field.Priority(priority.urgency(), priority.incremental());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|3|false",
        "u=0|0|false",
        "u=7,i|7|true",
        "i, u=2|2|true",
        "u=5;x=1|5|false",
        "i=?1;y|3|true",
        "i, i=?0|3|false",
        "i, ix=1|3|true",
        "u=1, u=6|6|false",
        "u=8, i|3|true",
        "u=-1|3|false",
        "u=2.0|3|false",
        "u=1, ((|3|false",
        "u=1,|3|false",
        "u=1 i|3|false",
        "U=1|3|false",
      })
  void readsWhatTheFieldSays(String value, int urgency, boolean incremental) {
    assertThat(read(value)).isEqualTo(new dev.varve.http.field.Priority(urgency, incremental));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void readsAnyTextAsTheParserOfFieldsDoes(long seed) {
    var random = new Random(seed);
    String likely = "u=0123789i?,;  \tx.-";
    for (int i = 0; i < 20_000; i++) {
      var text = new StringBuilder();
      for (int length = random.nextInt(10); length > 0; length--) {
        text.append(likely.charAt(random.nextInt(likely.length())));
      }
      assertThat(read(text.toString()))
          .as("seed %d: '%s'", seed, text)
          .isEqualTo(dev.varve.http.field.Priority.of(text.toString()));
    }
  }

  @Test
  void theWholeValueCounts() {
    assertThat(read("u=2, i").incremental()).isTrue();
    assertThat(read("u=2, i ").incremental()).isTrue();
    assertThat(read("u=2, i,").incremental()).isFalse();
  }
}
