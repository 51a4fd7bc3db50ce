package dev.varve.base.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.testkit.Gen;
import dev.varve.testkit.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SizeTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "512, 512",
    "512B, 512",
    "64KiB, 65536",
    "10MiB, 10485760",
    "1GiB, 1073741824",
    "1TiB, 1099511627776",
    "2kB, 2000",
    "2KB, 2000",
    "2MB, 2000000",
    "2GB, 2000000000"
  })
  void readsWhatPeopleWrite(String text, long bytes) {
    assertThat(Size.parse(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "KiB",
        "-1",
        "1.5MiB",
        "1 MiB",
        "1mib",
        "1M",
        "8388608TiB",
        "9999999999999999999"
      })
  void refusesEverythingElse(String text) {
    assertThatThrownBy(() -> Size.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("must be a size")
        .hasMessageEndingWith("but is '" + text + "'");
  }

  @ParameterizedTest
  @CsvSource({"0, 0B", "1000, 1000B", "1024, 1KiB", "10485760, 10MiB", "1536, 1536B"})
  void writesTheLargestUnitThatIsExact(long bytes, String text) {
    assertThat(Size.format(bytes)).isEqualTo(text);
  }

  @Test
  void readsBackWhatItWrites() {
    Property.of(Gen.longs(0, 999_999_999_999_999_999L))
        .holds(bytes -> assertThat(Size.parse(Size.format(bytes))).isEqualTo(bytes));
  }
}
