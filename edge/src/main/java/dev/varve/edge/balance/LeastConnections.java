package dev.varve.edge.balance;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The target with the fewest requests on their way for its weight. Looks at every target, starting
/// at one chosen by chance, so that equals share.
final class LeastConnections implements Balancer {
  private final RandomGenerator chance;

  LeastConnections(RandomGenerator chance) {
    this.chance = chance;
  }

  @Override
  public @Nullable Target choose(TargetSet targets, Choice choice) {
    int size = targets.size();
    if (size == 0) {
      return null;
    }
    int index = chance.nextInt(size);
    Target best = null;
    double least = Double.MAX_VALUE;
    for (int i = 0; i < size; i++) {
      Target target = targets.at(index);
      index = index + 1 == size ? 0 : index + 1;
      if (choice.allows(target)) {
        double cost = (target.active() + 1.0) / target.share(choice.nowNanos());
        if (cost < least) {
          least = cost;
          best = target;
        }
      }
    }
    return best;
  }
}
