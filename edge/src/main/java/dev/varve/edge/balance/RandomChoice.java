package dev.varve.edge.balance;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// By chance, in proportion to weight, in one pass (weighted reservoir of one).
final class RandomChoice implements Balancer {
  private final RandomGenerator chance;

  RandomChoice(RandomGenerator chance) {
    this.chance = chance;
  }

  @Override
  public @Nullable Target choose(TargetSet targets, Choice choice) {
    Target chosen = null;
    long total = 0;
    for (int i = 0; i < targets.size(); i++) {
      Target target = targets.at(i);
      if (choice.allows(target)) {
        int share = target.share(choice.nowNanos());
        total += share;
        if (chance.nextLong(total) < share) {
          chosen = target;
        }
      }
    }
    return chosen;
  }
}
