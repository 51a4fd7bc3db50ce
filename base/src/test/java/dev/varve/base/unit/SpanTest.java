package dev.varve.base.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.testkit.Gen;
import dev.varve.testkit.Property;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpanTest {
  @ParameterizedTest
  @CsvSource({
    "250ms, PT0.25S",
    "5s, PT5S",
    "1m30s, PT1M30S",
    "2h, PT2H",
    "7d, PT168H",
    "0s, PT0S",
    "1.5s, PT1.5S",
    "3us, PT0.000003S",
    "9ns, PT0.000000009S",
    "0.5ms, PT0.0005S"
  })
  void readsWhatPeopleWrite(String text, Duration span) {
    assertThat(Span.parse(text)).isEqualTo(span);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "5",
        "s",
        "-5s",
        "5 s",
        "5S",
        "5sec",
        "1.s",
        ".5s",
        "1e3s",
        "5s ",
        "\u0665s",
        "0.5ns",
        "300000d",
        "99999999999999s"
      })
  void refusesEverythingElse(String text) {
    assertThatThrownBy(() -> Span.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("must be a duration")
        .hasMessageEndingWith("but is '" + text + "'");
  }

  @Test
  void refusesWhatIsTooLongToBeMeant() {
    assertThatThrownBy(() -> Span.parse("1s".repeat(100))).hasMessageStartingWith("must be");
  }

  @ParameterizedTest
  @CsvSource({"PT0S, 0s", "PT90S, 1m30s", "PT24H, 1d", "PT0.25S, 250ms", "PT25H0.001S, 1d1h1ms"})
  void writesTheLargestUnitsFirst(Duration span, String text) {
    assertThat(Span.format(span)).isEqualTo(text);
  }

  @Test
  void readsBackWhatItWrites() {
    Property.of(Gen.longs(0, Long.MAX_VALUE).map(Duration::ofNanos))
        .holds(span -> assertThat(Span.parse(Span.format(span))).isEqualTo(span));
  }
}
