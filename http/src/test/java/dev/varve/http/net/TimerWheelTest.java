package dev.varve.http.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.testkit.FakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimerWheelTest {
  private final FakeClock clock = new FakeClock();
  private final TimerWheel wheel = new TimerWheel(clock);
  private final List<String> fired = new ArrayList<>();

  private Timer timer(String name) {
    return new Timer(wheel, () -> fired.add(name));
  }

  private void pass(Duration span) {
    clock.advance(span);
    wheel.advance();
  }

  @Test
  void firesOnceAndNeverEarly() {
    timer("a").start(Duration.ofMillis(150).toNanos());
    pass(Duration.ofMillis(149));
    assertThat(fired).isEmpty();
    pass(Duration.ofMillis(51));
    assertThat(fired).containsExactly("a");
    pass(Duration.ofMinutes(10));
    assertThat(fired).containsExactly("a");
  }

  @Test
  void movesDeadlinesBackAndForth() {
    Timer timer = timer("a");
    timer.start(Duration.ofSeconds(10).toNanos());
    timer.start(Duration.ofSeconds(20).toNanos());
    pass(Duration.ofSeconds(11));
    assertThat(fired).isEmpty();
    timer.start(Duration.ofSeconds(1).toNanos());
    pass(Duration.ofSeconds(2));
    assertThat(fired).containsExactly("a");
  }

  @Test
  void firesTheOthersWhenOneFails() {
    timer("a").start(Duration.ofMillis(100).toNanos());
    Runnable failing =
        () -> {
          throw new IllegalStateException("planted");
        };
    new Timer(wheel, failing).start(Duration.ofMillis(100).toNanos());
    timer("b").start(Duration.ofMillis(100).toNanos());
    pass(Duration.ofSeconds(1));
    assertThat(fired).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void reachesBeyondTheWheel() {
    timer("a").start(Duration.ofHours(3).toNanos());
    for (int i = 0; i < 179; i++) {
      pass(Duration.ofMinutes(1));
    }
    assertThat(fired).isEmpty();
    pass(Duration.ofMinutes(2));
    assertThat(fired).containsExactly("a");
  }

  @Test
  void letsTimersStopEachOtherWhileFiring() {
    List<Timer> all = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      String name = "t" + i;
      all.add(
          new Timer(
              wheel,
              () -> {
                fired.add(name);
                all.forEach(Timer::stop);
              }));
    }
    all.forEach(each -> each.start(Duration.ofMillis(100).toNanos()));
    pass(Duration.ofSeconds(1));
    assertThat(fired).hasSize(1);
    assertThat(wheel.isEmpty()).isTrue();
  }

  @Test
  void doesNotFireWhileATimerRests() {
    Timer timer = timer("a");
    timer.start(Duration.ofMillis(300).toNanos());
    timer.rest();
    assertThat(timer.isRunning()).isFalse();
    pass(Duration.ofSeconds(1));
    assertThat(fired).isEmpty();
    assertThat(wheel.isEmpty()).isTrue();
  }

  @Test
  void firesAtTheDeadlineThatFollowedARest() {
    Timer timer = timer("a");
    timer.start(Duration.ofMillis(300).toNanos());
    timer.rest();
    timer.start(Duration.ofMillis(700).toNanos());
    pass(Duration.ofMillis(600));
    assertThat(fired).isEmpty();
    pass(Duration.ofMillis(300));
    assertThat(fired).containsExactly("a");
  }

  @Test
  void firesAllOfManyWithinATick() {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    List<Timer> timers = new ArrayList<>();
    List<Long> deadlines = new ArrayList<>();
    List<Integer> late = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      int number = i;
      timers.add(
          new Timer(
              wheel,
              () -> {
                long lateness = clock.nanos() - deadlines.get(number);
                if (lateness < 0 || lateness > 2 * TimerWheel.TICK) {
                  late.add(number);
                }
                fired.add("x");
              }));
      long span = (long) (random.nextDouble() * Duration.ofMinutes(5).toNanos());
      deadlines.add(clock.nanos() + span);
      timers.get(i).start(span);
    }
    for (int i = 0; i < 3_100; i++) {
      pass(Duration.ofMillis(100));
    }
    assertThat(fired).as("seed %d", seed).hasSize(2_000);
    assertThat(late).as("seed %d", seed).isEmpty();
    assertThat(wheel.isEmpty()).isTrue();
  }
}
