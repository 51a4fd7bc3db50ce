package dev.varve.edge.balance;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A choice makes no garbage, whatever the balancer and however many targets there are: no list is
/// built for a request.
final class BalancerGarbageTest {
  private static final int CHOICES = 20_000;
  private static final int ROUNDS = 8;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  static Stream<Arguments> all() {
    var chance = new SplittableRandom(7);
    return Stream.of(
        Arguments.of("round robin", Balancer.roundRobin(chance)),
        Arguments.of("smooth weighted", Balancer.smoothWeighted()),
        Arguments.of("least connections", Balancer.leastConnections(chance)),
        Arguments.of("two choices", Balancer.twoChoices(chance)),
        Arguments.of("peak EWMA", Balancer.peakEwma(chance)),
        Arguments.of("random", Balancer.random(chance)),
        Arguments.of("Maglev", Balancer.maglev()),
        Arguments.of("ring", Balancer.ring()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void aChoiceAmongHundredsMakesNoGarbage(String name, Balancer balancer) {
    var weights = new int[100];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = i + 1;
    }
    TargetSet targets = Pool.of(weights);
    var choice = new Choice();
    long bytes = Long.MAX_VALUE;
    // The first rounds build tables and run code that is not compiled yet.
    for (int round = 0; round < ROUNDS && bytes > CHOICES; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < CHOICES; i++) {
        balancer.choose(targets, choice.begin(i, Pool.NOW));
      }
      bytes = threads.getCurrentThreadAllocatedBytes() - before;
    }

    assertThat(bytes / CHOICES).as("bytes for a choice by " + name).isZero();
  }
}
