package dev.varve.edge.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckStateTest {
  private static final CheckRules RULES =
      new CheckRules(Duration.ofSeconds(5), Duration.ofSeconds(1), 2, 3);

  /// `+` a good answer, `-` a bad one; U or D what the state is afterwards.
  @ParameterizedTest
  @CsvSource({
    "'', U",
    "+, U",
    "-, D",
    "+-, U",
    "+--, U",
    "+---, D",
    "+--+--, U",
    "-+, D",
    "-++, U",
    "-+-++, U",
    "+---+-+, D",
    "+---++, U",
    "+---++--, U",
    "+---++---, D"
  })
  void changesItsMindAfterARow(String answers, String state) {
    var check = new CheckState(RULES);
    answers.chars().forEach(answer -> check.observe(answer == '+'));

    assertThat(check.up() ? "U" : "D").isEqualTo(state);
  }

  @Test
  void tellsOnlyChanges() {
    var check = new CheckState(RULES);

    assertThat(check.observe(false)).isTrue();
    assertThat(check.observe(false)).isFalse();
    assertThat(check.observe(true)).isFalse();
    assertThat(check.observe(true)).isTrue();
  }

  @Test
  void waitsDifferByUpToATenth() {
    var check = new CheckState(RULES);
    var chance = new Random(5);
    for (int i = 0; i < 1000; i++) {
      assertThat(check.waitNanos(chance)).isBetween(4_500_000_000L, 5_500_000_000L);
    }
  }
}
