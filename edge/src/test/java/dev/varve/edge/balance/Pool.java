package dev.varve.edge.balance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Targets for tests.
final class Pool {
  static final long NOW = 1_000_000_000L;

  private Pool() {}

  static TargetSet of(int... weights) {
    var targets = new ArrayList<Target>();
    for (int i = 0; i < weights.length; i++) {
      targets.add(new Target("10.0.0." + i + ":80", weights[i]));
    }
    return new TargetSet(targets);
  }

  static TargetSet even(int count) {
    return of(ones(count));
  }

  private static int[] ones(int count) {
    var weights = new int[count];
    java.util.Arrays.fill(weights, 1);
    return weights;
  }

  /// The same targets without one.
  static TargetSet without(TargetSet set, int index) {
    var left = new ArrayList<>(set.targets());
    left.remove(index);
    return new TargetSet(left);
  }

  /// How often each target is chosen for keys 0, 1, 2 and so on.
  static Map<Target, Integer> count(Balancer balancer, TargetSet targets, int requests) {
    var counts = new HashMap<Target, Integer>();
    var choice = new Choice();
    for (int i = 0; i < requests; i++) {
      Target target = balancer.choose(targets, choice.begin(i, NOW));
      if (target != null) {
        counts.merge(target, 1, Integer::sum);
      }
    }
    return counts;
  }

  static List<Target> choices(Balancer balancer, TargetSet targets, int requests) {
    var chosen = new ArrayList<Target>();
    var choice = new Choice();
    for (int i = 0; i < requests; i++) {
      Target target = balancer.choose(targets, choice.begin(i, NOW));
      if (target != null) {
        chosen.add(target);
      }
    }
    return chosen;
  }
}
