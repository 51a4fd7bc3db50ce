package dev.varve.edge.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.edge.balance.Target;
import dev.varve.testkit.FakeClock;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OutlierWatchTest {
  private static final OutlierRules RULES =
      new OutlierRules(
          Duration.ofSeconds(10), 5, 50, Duration.ofSeconds(10), Duration.ofSeconds(30), 50);

  private final FakeClock clock = new FakeClock();
  private final OutlierWatch watch = new OutlierWatch(RULES);
  private final List<Target> targets =
      IntStream.range(0, 4).mapToObj(i -> new Target("t" + i, 1)).toList();

  @Test
  void oneBadAnswerNeverEjects() {
    answer(0, 0, 1);
    judge();

    assertThat(ejected()).isEmpty();
  }

  @Test
  void ejectsTheTargetThatFailsAndBringsItBack() {
    answer(0, 2, 5);
    answer(1, 9, 1);
    judge();
    assertThat(ejected()).containsExactly("t0");

    clock.advance(Duration.ofSeconds(10));
    judge();
    assertThat(ejected()).isEmpty();
  }

  @Test
  void eachEjectionLastsLongerUpToTheLast() {
    assertThat(ejectionSeconds()).isEqualTo(10);
    assertThat(ejectionSeconds()).isEqualTo(20);
    assertThat(ejectionSeconds()).isEqualTo(30);
    assertThat(ejectionSeconds()).isEqualTo(30);
  }

  @Test
  void goodBehaviourIsForgiven() {
    ejectionSeconds();
    ejectionSeconds();
    answer(0, 20, 0);
    judge();
    answer(0, 20, 0);
    judge();

    assertThat(ejectionSeconds()).isEqualTo(10);
  }

  @Test
  void neverEjectsMoreThanTheCeilingAndTakesTheWorst() {
    answer(0, 4, 5);
    answer(1, 0, 9);
    answer(2, 2, 8);
    answer(3, 4, 6);
    judge();

    assertThat(ejected()).containsExactly("t1", "t2");
  }

  @Test
  void aLonelyTargetStays() {
    var lonely = List.of(new Target("one", 1));
    var rules =
        new OutlierRules(
            Duration.ofSeconds(1), 1, 1, Duration.ofSeconds(1), Duration.ofSeconds(1), 100);
    var alone = new OutlierWatch(rules);
    alone.of(lonely.getFirst()).observe(true);
    alone.judge(lonely, clock.nanos());

    assertThat(lonely.getFirst().ejected()).isFalse();
  }

  private int ejectionSeconds() {
    answer(0, 0, 5);
    judge();
    int seconds = 0;
    while (targets.getFirst().ejected()) {
      clock.advance(Duration.ofSeconds(1));
      seconds++;
      judge();
    }
    return seconds;
  }

  private void answer(int target, int good, int bad) {
    for (int i = 0; i < good; i++) {
      watch.of(targets.get(target)).observe(false);
    }
    for (int i = 0; i < bad; i++) {
      watch.of(targets.get(target)).observe(true);
    }
  }

  private void judge() {
    watch.judge(targets, clock.nanos());
  }

  private List<String> ejected() {
    return targets.stream().filter(Target::ejected).map(Target::name).toList();
  }
}
