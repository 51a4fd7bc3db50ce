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

class RateTest {
  @ParameterizedTest
  @CsvSource({
    "100/min, 100, PT1M",
    "5/s, 5, PT1S",
    "1000/h, 1000, PT1H",
    "1/day, 1, PT24H",
    "20/10s, 20, PT10S",
    "3/m, 3, PT1M"
  })
  void readsWhatPeopleWrite(String text, long count, Duration per) {
    assertThat(Rate.parse(text)).isEqualTo(new Rate(count, per));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "/s", "0/s", "-1/s", "5/", "5/week", "5 /s", "5/0s", "5/s\n"})
  void refusesEverythingElse(String text) {
    assertThatThrownBy(() -> Rate.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("must be a rate such as '100/min', '5/s' or '20/10s', but is '" + text + "'");
  }

  @Test
  void readsBackWhatItWrites() {
    Gen<Rate> rates =
        choices ->
            new Rate(
                Gen.longs(1, 999_999_999_999_999L).draw(choices),
                Duration.ofMillis(Gen.longs(1, 1_000_000_000).draw(choices)));

    Property.of(rates).holds(rate -> assertThat(Rate.parse(rate.toString())).isEqualTo(rate));
  }
}
