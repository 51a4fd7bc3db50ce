package dev.varve.edge.balance;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Smooth weighted round robin: at each choice every target gains its weight, the richest is chosen
/// and pays what all gained together. Weights 5, 1, 1 give a a b a c a a, never five in a row.
///
/// The gains are kept per set of targets; a new set starts from zero.
final class SmoothWeighted implements Balancer {
  private @Nullable TargetSet seen;
  private long[] gains = new long[0];

  @Override
  public @Nullable Target choose(TargetSet targets, Choice choice) {
    if (targets != seen) {
      begin(targets);
    }
    long total = 0;
    int best = -1;
    for (int i = 0; i < gains.length; i++) {
      Target target = targets.at(i);
      if (choice.allows(target)) {
        int share = target.share(choice.nowNanos());
        gains[i] += share;
        total += share;
        if (best < 0 || gains[i] > gains[best]) {
          best = i;
        }
      }
    }
    if (best < 0) {
      return null;
    }
    gains[best] -= total;
    return targets.at(best);
  }

  private void begin(TargetSet targets) {
    seen = targets;
    if (gains.length == targets.size()) {
      Arrays.fill(gains, 0);
    } else {
      gains = new long[targets.size()];
    }
  }
}
