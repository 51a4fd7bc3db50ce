package dev.varve.edge.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StickyCookieTest {
  private static final byte[] KEY = "0123456789abcdef".getBytes(StandardCharsets.UTF_8);

  private final TargetSet targets = Pool.even(3);
  private final StickyCookie cookie = new StickyCookie(KEY, "api", targets);

  @Test
  void bringsAClientBack() {
    String value = cookie.value(targets.at(1));

    assertThat(value).isNotNull();
    assertThat(cookie.target(value, Pool.NOW)).isSameAs(targets.at(1));
  }

  @Test
  void survivesARestartWithTheSameKey() {
    String value = cookie.value(targets.at(1));

    assertThat(value).isNotNull();
    assertThat(new StickyCookie(KEY, "api", Pool.even(3)).target(value, Pool.NOW)).isNotNull();
  }

  @Test
  void tellsNothingAboutTheTargetAndCannotBeMadeUp() {
    assertThat(cookie.value(targets.at(1))).doesNotContain("10.0.0").hasSize(24);
    assertThat(cookie.target(targets.at(1).name(), Pool.NOW)).isNull();
    String other = new StickyCookie(KEY, "web", targets).value(targets.at(1));
    assertThat(other).isNotNull();
    assertThat(cookie.target(other, Pool.NOW)).isNull();
  }

  @Test
  void leavesATargetThatTakesNoRequests() {
    String value = cookie.value(targets.at(1));
    targets.at(1).draining(true);

    assertThat(value).isNotNull();
    assertThat(cookie.target(value, Pool.NOW)).isNull();
  }

  @Test
  void refusesAShortKey() {
    assertThatThrownBy(() -> new StickyCookie(new byte[15], "api", targets))
        .hasMessage("sticky.key must have at least 16 bytes, but has 15");
  }
}
