package dev.varve.edge.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.unit.Rate;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
  private static final long SECOND = 1_000_000_000L;

  private final RateLimiter limiter = new RateLimiter(Rate.parse("10/s"), 5, 1000);

  @Test
  void givesTheBurstAndThenTheRate() {
    for (int i = 4; i >= 0; i--) {
      assertThat(limiter.take(1, 1, 0)).isEqualTo(i);
    }
    assertThat(limiter.take(1, 1, 0)).isEqualTo(-SECOND / 10);
    assertThat(limiter.take(1, 1, SECOND / 20)).isEqualTo(-SECOND / 20);
    assertThat(limiter.take(1, 1, SECOND / 10)).isZero();
    assertThat(limiter.take(1, 1, SECOND)).isEqualTo(4);
  }

  @Test
  void whoIsRefusedPaysNothing() {
    assertThat(limiter.take(1, 3, 0)).isEqualTo(2);
    assertThat(limiter.take(1, 3, 0)).isNegative();
    assertThat(limiter.take(1, 2, 0)).isZero();
  }

  @Test
  void keysDoNotShare() {
    assertThat(limiter.take(1, 5, 0)).isZero();
    assertThat(limiter.take(2, 5, 0)).isZero();
  }

  @Test
  void worksWhereTheClockIsNegative() {
    long now = -900 * SECOND;
    assertThat(limiter.take(7, 5, now)).isZero();
    assertThat(limiter.take(7, 1, now)).isNegative();
    assertThat(limiter.take(7, 1, now + SECOND / 10)).isZero();
  }

  @Test
  void overLongTimeNobodyGetsMoreThanTheRate() {
    var random = new Random(1);
    long now = 0;
    long taken = 0;
    while (now < 100 * SECOND) {
      now += random.nextLong(SECOND / 50);
      taken += limiter.take(9, 1, now) >= 0 ? 1 : 0;
    }

    assertThat(taken).isBetween(995L, 1006L);
  }

  @Test
  void aFloodOfKeysDoesNotForgetAClientAtItsLimit() {
    limiter.take(42, 5, 0);
    var random = new Random(2);
    for (int i = 0; i < 100_000; i++) {
      limiter.take(random.nextLong(), 1, 1);
    }

    assertThat(limiter.take(42, 1, 2)).isNegative();
  }
}
