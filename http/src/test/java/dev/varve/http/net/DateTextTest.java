package dev.varve.http.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// RFC 9110, 5.6.7.
class DateTextTest {
  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  @Test
  void writesTheExampleOfTheRfc() {
    assertThat(DateText.of(784_111_777)).isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
  }

  @Test
  void writesWhatTheFormatterOfTheJdkWrites() {
    var random = new Random(7);
    for (int i = 0; i < 5000; i++) {
      long second = random.nextLong(0, 250_000_000_000L);
      assertThat(DateText.of(second)).isEqualTo(FORM.format(Instant.ofEpochSecond(second)));
    }
  }

  @Test
  void writesTheFieldOnceASecond() {
    var text = new DateText();
    byte[] first = text.bytes(784_111_777_000L);

    assertThat(text.bytes(784_111_777_999L)).isSameAs(first);
    assertThat(text.bytes(784_111_778_000L))
        .isEqualTo("Sun, 06 Nov 1994 08:49:38 GMT".getBytes(StandardCharsets.ISO_8859_1));
  }
}
