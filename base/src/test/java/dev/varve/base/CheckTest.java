package dev.varve.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CheckTest {
  @Test
  void bothBoundsAreWithin() {
    assertThat(Check.within("limit", 1, 1, 3)).isEqualTo(1);
    assertThat(Check.within("limit", 3, 1, 3)).isEqualTo(3);
  }

  @Test
  void namesPathRuleAndValue() {
    assertThatThrownBy(() ->
            Check.within(
                "upstream.timeouts.connect",
                Duration.ZERO,
                Duration.ofMillis(1),
                Duration.ofMinutes(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("upstream.timeouts.connect must be between PT0.001S and PT1M, but is PT0S");
    assertThatThrownBy(() -> Check.within("limit", 4, 1, 3))
        .hasMessage("limit must be between 1 and 3, but is 4");
  }

  @Test
  void blankTextIsRefused() {
    assertThat(Check.notBlank("name", " a ")).isEqualTo(" a ");
    assertThatThrownBy(() -> Check.notBlank("name", " \t"))
        .hasMessage("name must not be blank, but is ' \t'");
  }

  @Test
  void anyRuleCanBeStated() {
    assertThatCode(() -> Check.that(true, "port", "be free", 80)).doesNotThrowAnyException();
    assertThatThrownBy(() -> Check.that(false, "port", "be free", 80))
        .hasMessage("port must be free, but is 80");
  }
}
