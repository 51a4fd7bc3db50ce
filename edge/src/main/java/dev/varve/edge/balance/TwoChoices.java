package dev.varve.edge.balance;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Two targets by chance, the cheaper one wins (Mitzenmacher, The Power of Two Choices): almost as
/// even as looking at all, without all loops running to the same idle target at once.
final class TwoChoices implements Balancer {
  private static final int DRAWS_MAX = 8;

  private final RandomGenerator chance;
  private final Cost cost;

  /// What makes a target dear.
  enum Cost {
    /// Requests on their way.
    ACTIVE,
    /// The wait to expect: average wait times requests on their way.
    WAIT
  }

  TwoChoices(RandomGenerator chance, Cost cost) {
    this.chance = chance;
    this.cost = cost;
  }

  @Override
  public @Nullable Target choose(TargetSet targets, Choice choice) {
    Target first = draw(targets, choice, null);
    Target second = first == null ? null : draw(targets, choice, first);
    if (first == null || second == null) {
      return first;
    }
    long now = choice.nowNanos();
    return cost(second, now) < cost(first, now) ? second : first;
  }

  private double cost(Target target, long nowNanos) {
    double queue = (target.active() + 1.0) / target.share(nowNanos);
    return switch (cost) {
      case ACTIVE -> queue;
      // A target nobody has asked yet costs next to nothing, and so gets asked.
      case WAIT -> queue * (1 + target.latency().nanos(nowNanos));
    };
  }

  /// Chance first; where few targets take requests, the next one that does after a chosen place.
  private @Nullable Target draw(TargetSet targets, Choice choice, @Nullable Target not) {
    int size = targets.size();
    if (size == 0) {
      return null;
    }
    for (int i = 0; i < DRAWS_MAX; i++) {
      Target target = targets.at(chance.nextInt(size));
      if (target != not && choice.allows(target)) {
        return target;
      }
    }
    int start = chance.nextInt(size);
    for (int i = 0; i < size; i++) {
      Target target = targets.at((start + i) % size);
      if (target != not && choice.allows(target)) {
        return target;
      }
    }
    return null;
  }
}
