package dev.varve.edge.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BalancerTest {
  private static final long SEED = 20261120;

  static Stream<Arguments> all() {
    return Stream.of(
        Arguments.of("round robin", Balancer.roundRobin(new Random(SEED))),
        Arguments.of("weighted", Balancer.smoothWeighted()),
        Arguments.of("least connections", Balancer.leastConnections(new Random(SEED))),
        Arguments.of("two choices", Balancer.twoChoices(new Random(SEED))),
        Arguments.of("peak ewma", Balancer.peakEwma(new Random(SEED))),
        Arguments.of("random", Balancer.random(new Random(SEED))),
        Arguments.of("rendezvous", Balancer.rendezvous()),
        Arguments.of("ring", Balancer.ring()),
        Arguments.of("maglev", Balancer.maglev()));
  }

  static Stream<Arguments> weighing() {
    return Stream.of(
        Arguments.of("weighted", Balancer.smoothWeighted(), 0.001),
        Arguments.of("random", Balancer.random(new Random(SEED)), 0.01),
        Arguments.of("rendezvous", Balancer.rendezvous(), 0.01),
        Arguments.of("ring", Balancer.ring(), 0.06),
        Arguments.of("maglev", Balancer.maglev(), 0.01));
  }

  static Stream<Arguments> hashing() {
    return Stream.of(
        Arguments.of("rendezvous", Balancer.rendezvous()),
        Arguments.of("ring", Balancer.ring()),
        Arguments.of("maglev", Balancer.maglev()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void choosesNobodyWhenNoTargetTakesRequests(String name, Balancer balancer) {
    TargetSet targets = Pool.even(3);
    targets.at(0).up(false, Pool.NOW);
    targets.at(1).draining(true);
    targets.at(2).enabled(false);

    assertThat(balancer.choose(targets, new Choice().begin(7, Pool.NOW))).isNull();
    assertThat(balancer.choose(Pool.even(0), new Choice().begin(7, Pool.NOW))).isNull();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void choosesOnlyTargetsThatTakeRequests(String name, Balancer balancer) {
    TargetSet targets = Pool.even(6);
    targets.at(0).up(false, Pool.NOW);
    targets.at(1).draining(true);
    targets.at(2).enabled(false);
    targets.at(3).ejected(true, Pool.NOW);
    targets.at(4).gate(_ -> false);

    assertThat(Pool.count(balancer, targets, 500)).isEqualTo(Map.of(targets.at(5), 500));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void anotherAttemptGoesToAnotherTargetUntilNoneIsLeft(String name, Balancer balancer) {
    TargetSet targets = Pool.even(7);
    var choice = new Choice().begin(42, Pool.NOW);
    var seen = new java.util.HashSet<Target>();

    for (int i = 0; i < 7; i++) {
      Target target = balancer.choose(targets, choice);
      assertThat(target).isNotNull();
      assertThat(seen.add(target)).isTrue();
      choice.again(target, Pool.NOW);
    }

    assertThat(balancer.choose(targets, choice)).isNull();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void everyOfManyTargetsGetsItsPart(String name, Balancer balancer) {
    TargetSet targets = Pool.even(200);

    Map<Target, Integer> counts = Pool.count(balancer, targets, 100_000);

    assertThat(counts).hasSize(200);
    assertThat(counts.values()).allMatch(count -> count > 250 && count < 900);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("weighing")
  void sharesByExactWeight(String name, Balancer balancer, double tolerance) {
    TargetSet targets = Pool.of(1, 2, 7, 13, 0, 77);

    Map<Target, Integer> counts = Pool.count(balancer, targets, 100_000);

    assertThat(counts).doesNotContainKey(targets.at(4));
    for (Target target : counts.keySet()) {
      double share = counts.get(target) / 100_000.0;
      assertThat(share).as(target.name()).isCloseTo(target.weight() / 100.0, within(tolerance));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("hashing")
  void theSameKeyAlwaysGoesToTheSameTarget(String name, Balancer balancer) {
    TargetSet targets = Pool.even(10);

    assertThat(Pool.choices(balancer, targets, 1000))
        .isEqualTo(Pool.choices(balancer, targets, 1000));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("hashing")
  void theOrderOfTheListDoesNotMatter(String name, Balancer balancer) {
    TargetSet targets = Pool.even(10);
    var reversed = new TargetSet(targets.targets().reversed());

    assertThat(Pool.choices(balancer, reversed, 1000))
        .isEqualTo(Pool.choices(balancer, targets, 1000));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("hashing")
  void removingOneOfManyMovesFewKeys(String name, Balancer balancer) {
    for (int count : new int[] {3, 10, 50}) {
      TargetSet before = Pool.even(count);
      TargetSet after = Pool.without(before, count / 2);

      assertThat(moved(balancer, before, after, 50_000)).isLessThan(2.0 / count);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("hashing")
  void aTargetThatFailsMovesOnlyItsOwnKeys(String name, Balancer balancer) {
    TargetSet targets = Pool.even(10);
    List<Target> before = Pool.choices(balancer, targets, 20_000);
    targets.at(3).up(false, Pool.NOW);
    List<Target> during = Pool.choices(balancer, targets, 20_000);
    targets.at(3).up(true, Pool.NOW);
    List<Target> after = Pool.choices(balancer, targets, 20_000);

    for (int i = 0; i < before.size(); i++) {
      if (before.get(i) != targets.at(3)) {
        assertThat(during.get(i)).isSameAs(before.get(i));
      }
    }
    assertThat(after).isEqualTo(before);
    assertThat(Pool.count(balancer, targets, 20_000)).hasSize(10);
  }

  @Test
  void keysOfAFailedTargetSpreadOverAllOthers() {
    TargetSet targets = Pool.even(10);
    List<Target> before = Pool.choices(Balancer.maglev(), targets, 50_000);
    targets.at(3).up(false, Pool.NOW);
    List<Target> during = Pool.choices(Balancer.maglev(), targets, 50_000);

    var heirs = new java.util.HashMap<Target, Integer>();
    for (int i = 0; i < before.size(); i++) {
      if (before.get(i) == targets.at(3)) {
        heirs.merge(during.get(i), 1, Integer::sum);
      }
    }

    assertThat(heirs).hasSize(9);
    assertThat(heirs.values()).allMatch(count -> count > 400 && count < 750);
  }

  @Test
  void maglevSlotsAreExactToOne() {
    TargetSet targets = Pool.of(5, 3, 1, 1);
    var counts = new int[4];
    MaglevTable table = targets.maglev();
    for (long i = 0; i < 65_537; i++) {
      // Every slot once: the middle of its part of the hash range.
      counts[table.target(Long.divideUnsigned(-1L, 65_537) * i + (1L << 46))]++;
    }

    assertThat(counts[0]).isBetween(32_768, 32_769);
    assertThat(counts[1]).isBetween(19_661, 19_662);
    assertThat(counts[2]).isBetween(6_553, 6_554);
    assertThat(counts[3]).isBetween(6_553, 6_554);
  }

  @Test
  void roundRobinTakesTurns() {
    TargetSet targets = Pool.even(3);
    List<Target> chosen = Pool.choices(Balancer.roundRobin(new Random(SEED)), targets, 9);

    assertThat(chosen.subList(0, 3)).containsExactlyInAnyOrderElementsOf(targets.targets());
    assertThat(chosen.subList(3, 6)).isEqualTo(chosen.subList(0, 3));
    assertThat(chosen.subList(6, 9)).isEqualTo(chosen.subList(0, 3));
  }

  @Test
  void smoothWeightedSpreadsTheTurnsOfTheHeavy() {
    TargetSet targets = Pool.of(5, 1, 1);
    Target a = targets.at(0);
    Target b = targets.at(1);
    Target c = targets.at(2);

    assertThat(Pool.choices(Balancer.smoothWeighted(), targets, 7))
        .containsExactly(a, a, b, a, c, a, a);
  }

  @Test
  void leastConnectionsReallyCounts() {
    TargetSet targets = Pool.even(3);
    targets.at(0).began();
    targets.at(2).began();
    Balancer balancer = Balancer.leastConnections(new Random(SEED));

    assertThat(Pool.count(balancer, targets, 100)).containsOnlyKeys(targets.at(1));

    targets.at(1).began();
    targets.at(1).began();
    targets.at(0).ended();
    assertThat(Pool.count(balancer, targets, 100)).containsOnlyKeys(targets.at(0));
  }

  @Test
  void leastConnectionsGivesTheHeavyMore() {
    TargetSet targets = Pool.of(1, 3);
    Balancer balancer = Balancer.leastConnections(new Random(SEED));
    var choice = new Choice();
    for (int i = 0; i < 400; i++) {
      Target target = balancer.choose(targets, choice.begin(0, Pool.NOW));
      assertThat(target).isNotNull();
      target.began();
    }

    assertThat(targets.at(0).active()).isBetween(98, 102);
  }

  @Test
  void twoChoicesKeepsQueuesShort() {
    TargetSet targets = Pool.even(10);
    Balancer balancer = Balancer.twoChoices(new Random(SEED));
    var choice = new Choice();
    for (int i = 0; i < 1000; i++) {
      Target target = balancer.choose(targets, choice.begin(0, Pool.NOW));
      assertThat(target).isNotNull();
      target.began();
    }

    assertThat(targets.targets()).allMatch(target -> Math.abs(target.active() - 100) < 12);
  }

  @Test
  void peakEwmaAvoidsTheSlowTargetAndComesBackToIt() {
    TargetSet targets = Pool.even(2);
    targets.at(0).latency().observe(500_000_000, Pool.NOW);
    targets.at(1).latency().observe(1_000_000, Pool.NOW);
    Balancer balancer = Balancer.peakEwma(new Random(SEED));

    assertThat(Pool.count(balancer, targets, 100)).containsOnlyKeys(targets.at(1));

    long later = Pool.NOW + 120_000_000_000L;
    targets.at(1).latency().observe(1_000_000, later);
    assertThat(balancer.choose(targets, new Choice().begin(0, later))).isSameAs(targets.at(0));
  }

  @Test
  void aTargetThatComesBackGrowsToItsShare() {
    TargetSet targets = Pool.even(2);
    Target back = targets.at(0);
    back.slowStart(10_000_000_000L);
    back.up(false, Pool.NOW);
    back.up(true, Pool.NOW);
    for (Balancer balancer :
        List.of(Balancer.smoothWeighted(), Balancer.roundRobin(new Random(SEED)))) {
      assertThat(shareAt(balancer, targets, Pool.NOW)).isLessThan(0.02);
      assertThat(shareAt(balancer, targets, Pool.NOW + 5_000_000_000L))
          .isCloseTo(0.33, within(0.02));
    }
    assertThat(shareAt(Balancer.smoothWeighted(), targets, Pool.NOW + 10_000_000_000L))
        .isCloseTo(0.5, within(0.01));
  }

  @Test
  void aWeightChangedWhileRunningCountsAtOnce() {
    TargetSet targets = Pool.even(2);
    targets.at(0).weight(9);

    assertThat(Pool.count(Balancer.smoothWeighted(), targets, 1000).get(targets.at(0)))
        .isEqualTo(900);
    assertThat(Pool.count(Balancer.maglev(), targets.refreshed(), 10_000).get(targets.at(0)))
        .isCloseTo(9000, within(150));
  }

  private static double shareAt(Balancer balancer, TargetSet targets, long now) {
    int first = 0;
    var choice = new Choice();
    for (int i = 0; i < 3000; i++) {
      first += balancer.choose(targets, choice.begin(i, now)) == targets.at(0) ? 1 : 0;
    }
    return first / 3000.0;
  }

  private static double moved(Balancer balancer, TargetSet before, TargetSet after, int keys) {
    List<Target> was = Pool.choices(balancer, before, keys);
    List<Target> is = Pool.choices(balancer, after, keys);
    int moved = 0;
    for (int i = 0; i < keys; i++) {
      moved += was.get(i) == is.get(i) ? 0 : 1;
    }
    return (double) moved / keys;
  }
}
