package dev.varve.edge.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.edge.health.Breaker.Result;
import dev.varve.edge.health.Breaker.State;
import dev.varve.testkit.FakeClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BreakerTest {
  private static final BreakerRules RULES =
      new BreakerRules(Duration.ofSeconds(10), 10, 50, Duration.ofSeconds(5), 2);

  private final FakeClock clock = new FakeClock();
  private final Breaker breaker = new Breaker(RULES);

  @Test
  void staysClosedBelowTheLeastNumberOfSamples() {
    fail(9);

    assertThat(breaker.state(clock.nanos())).isEqualTo(State.CLOSED);
  }

  @Test
  void opensWhenHalfOfEnoughRequestsFail() {
    succeed(5);
    fail(4);
    assertThat(breaker.state(clock.nanos())).isEqualTo(State.CLOSED);
    fail(1);

    assertThat(breaker.state(clock.nanos())).isEqualTo(State.OPEN);
    assertThat(breaker.open(clock.nanos())).isFalse();
    assertThat(breaker.enter(clock.nanos())).isFalse();
  }

  @Test
  void staysClosedWhileFewFail() {
    for (int i = 0; i < 100; i++) {
      succeed(2);
      fail(1);
    }

    assertThat(breaker.state(clock.nanos())).isEqualTo(State.CLOSED);
  }

  @Test
  void forgetsWhatLiesBeforeTheWindow() {
    fail(9);
    clock.advance(Duration.ofSeconds(11));
    fail(9);

    assertThat(breaker.state(clock.nanos())).isEqualTo(State.CLOSED);
  }

  @Test
  void requestsWithoutVerdictDoNotCount() {
    for (int i = 0; i < 50; i++) {
      assertThat(breaker.enter(clock.nanos())).isTrue();
      breaker.left(Result.UNKNOWN, clock.nanos());
    }

    assertThat(breaker.state(clock.nanos())).isEqualTo(State.CLOSED);
  }

  @Test
  void letsOnlyAFewProbesThroughWhenHalfOpen() {
    fail(10);
    clock.advance(Duration.ofSeconds(5));

    assertThat(breaker.state(clock.nanos())).isEqualTo(State.HALF_OPEN);
    assertThat(breaker.open(clock.nanos())).isTrue();
    assertThat(breaker.enter(clock.nanos())).isTrue();
    assertThat(breaker.enter(clock.nanos())).isTrue();
    assertThat(breaker.enter(clock.nanos())).isFalse();
    assertThat(breaker.open(clock.nanos())).isFalse();
    breaker.left(Result.UNKNOWN, clock.nanos());
    assertThat(breaker.enter(clock.nanos())).isTrue();
  }

  @Test
  void closesAfterEnoughGoodProbes() {
    fail(10);
    clock.advance(Duration.ofSeconds(5));
    succeed(1);
    assertThat(breaker.state(clock.nanos())).isEqualTo(State.HALF_OPEN);
    succeed(1);

    assertThat(breaker.state(clock.nanos())).isEqualTo(State.CLOSED);
    fail(9);
    assertThat(breaker.state(clock.nanos())).isEqualTo(State.CLOSED);
  }

  @Test
  void opensAgainAfterOneBadProbe() {
    fail(10);
    clock.advance(Duration.ofSeconds(5));
    succeed(1);
    fail(1);

    assertThat(breaker.state(clock.nanos())).isEqualTo(State.OPEN);
    clock.advance(Duration.ofSeconds(5));
    assertThat(breaker.enter(clock.nanos())).isTrue();
  }

  private void fail(int times) {
    send(times, Result.BAD);
  }

  private void succeed(int times) {
    send(times, Result.GOOD);
  }

  private void send(int times, Result result) {
    for (int i = 0; i < times; i++) {
      assertThat(breaker.enter(clock.nanos())).isTrue();
      breaker.left(result, clock.nanos());
    }
  }
}
