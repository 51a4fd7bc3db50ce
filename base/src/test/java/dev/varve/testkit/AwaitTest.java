package dev.varve.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AwaitTest {
  @Test
  void endsAsSoonAsTheConditionHolds() {
    var asked = new AtomicInteger();

    Await.until("asked three times", () -> asked.incrementAndGet() == 3);

    assertThat(asked).hasValue(3);
  }

  @Test
  void saysWhenTheConditionDoesNotHoldInTime() {
    assertThat(Await.within(Duration.ofMillis(5), () -> false)).isFalse();
  }
}
