package dev.varve.edge.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.edge.health.Attempt.Cause;
import dev.varve.edge.health.RetryRules.On;
import dev.varve.testkit.FakeClock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetryTest {
  private static final RetryRules ALL =
      new RetryRules(
          3,
          EnumSet.allOf(On.class),
          Set.of(502, 503),
          Duration.ofMillis(10),
          Duration.ofMillis(25));

  @ParameterizedTest
  @EnumSource
  void aPostIsNeverRepeatedUnlessNothingWasSent(Cause cause) {
    assertThat(new Attempt.Broken(cause).maySendAgain(false, true)).isFalse();
    assertThat(new Attempt.Answered(503).maySendAgain(false, true)).isFalse();
    assertThat(new Attempt.Refused(cause).maySendAgain(false, true))
        .isEqualTo(cause != Cause.TOTAL_TIMEOUT);
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsRepeatedWithoutItsBody(Cause cause) {
    assertThat(new Attempt.Broken(cause).maySendAgain(true, false)).isFalse();
    assertThat(new Attempt.Refused(cause).maySendAgain(true, false)).isFalse();
    assertThat(new Attempt.Answered(503).maySendAgain(true, false)).isFalse();
  }

  @Test
  void nothingIsRepeatedOutsideTheDeadlineOrForNobody() {
    assertThat(new Attempt.Broken(Cause.TOTAL_TIMEOUT).maySendAgain(true, true)).isFalse();
    assertThat(new Attempt.Abandoned().maySendAgain(true, true)).isFalse();
    assertThat(new Attempt.Unserved().maySendAgain(true, true)).isFalse();
    assertThat(new Attempt.Broken(Cause.REQUEST_BODY).maySendAgain(true, true)).isFalse();
  }

  @Test
  void wantsWhatTheRulesName() {
    assertThat(ALL.wants(new Attempt.Answered(502), 1)).isTrue();
    assertThat(ALL.wants(new Attempt.Answered(500), 1)).isFalse();
    assertThat(RetryRules.DEFAULT.wants(new Attempt.Refused(Cause.CONNECT), 1)).isTrue();
    assertThat(RetryRules.DEFAULT.wants(new Attempt.Broken(Cause.RESPONSE_READ), 1)).isTrue();
    assertThat(RetryRules.DEFAULT.wants(new Attempt.Broken(Cause.FIRST_BYTE_TIMEOUT), 1)).isFalse();
    assertThat(RetryRules.DEFAULT.wants(new Attempt.Answered(503), 1)).isFalse();
    assertThat(RetryRules.NONE.wants(new Attempt.Refused(Cause.CONNECT), 1)).isFalse();
  }

  @Test
  void endsAfterItsAttempts() {
    assertThat(ALL.wants(new Attempt.Refused(Cause.CONNECT), 2)).isTrue();
    assertThat(ALL.wants(new Attempt.Refused(Cause.CONNECT), 3)).isFalse();
  }

  @Test
  void waitsAreDrawnFromADoublingRangeWithACeiling() {
    var chance = new Random(3);
    long[] longest = new long[5];
    for (int i = 0; i < 2000; i++) {
      for (int made = 1; made < 5; made++) {
        longest[made] = Math.max(longest[made], ALL.waitNanos(made, chance));
      }
    }

    assertThat(longest[1]).isBetween(9_800_000L, 10_000_000L);
    assertThat(longest[2]).isBetween(19_600_000L, 20_000_000L);
    assertThat(longest[3]).isBetween(24_500_000L, 25_000_000L);
    assertThat(longest[4]).isBetween(24_500_000L, 25_000_000L);
  }

  @Test
  void theBudgetKeepsRetriesAFractionOfRequests() {
    var clock = new FakeClock();
    var budget = new RetryBudget(20, 0, clock.nanos());
    int retries = 0;
    for (int i = 0; i < 1000; i++) {
      budget.paidIn();
      retries += budget.takeOut(clock.nanos()) ? 1 : 0;
    }

    assertThat(retries).isEqualTo(200);
  }

  @Test
  void aFewRetriesASecondAreFree() {
    var clock = new FakeClock();
    var budget = new RetryBudget(0, 3, clock.nanos());
    assertThat(taken(budget, clock)).isEqualTo(3);
    clock.advance(Duration.ofMillis(334));
    assertThat(taken(budget, clock)).isEqualTo(1);
    clock.advance(Duration.ofSeconds(20));
    assertThat(taken(budget, clock)).isEqualTo(3);
  }

  private static int taken(RetryBudget budget, FakeClock clock) {
    int taken = 0;
    while (budget.takeOut(clock.nanos())) {
      taken++;
    }
    return taken;
  }
}
