package dev.varve.store.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimeTextTest {
  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'");

  private static String formatted(long millis) {
    return FORM.format(Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC));
  }

  @Test
  void isWhatTheFormatterGives() {
    var random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      long millis = random.nextLong(-80_000_000_000_000L, 300_000_000_000_000L);
      assertThat(TimeText.of(millis)).isEqualTo(formatted(millis));
    }
    assertThat(TimeText.of(0)).isEqualTo("1970-01-01T00:00:00.000Z");
    assertThat(TimeText.of(-1)).isEqualTo("1969-12-31T23:59:59.999Z");
  }
}
