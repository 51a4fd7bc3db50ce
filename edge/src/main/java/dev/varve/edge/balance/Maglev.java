package dev.varve.edge.balance;

import org.jspecify.annotations.Nullable;

/// One look into a [MaglevTable]. A key whose target takes no requests is hashed again until it
/// meets one that does, so only keys of the failed target move, and each to the same place again.
final class Maglev implements Balancer {
  private static final int PROBES_MAX = 32;

  @Override
  public @Nullable Target choose(TargetSet targets, Choice choice) {
    MaglevTable table = targets.maglev();
    if (table.isEmpty()) {
      return null;
    }
    long key = choice.key();
    for (int i = 0; i < PROBES_MAX; i++) {
      key = Hash.mix(key);
      Target target = targets.at(table.target(key));
      if (choice.allows(target)) {
        return target;
      }
    }
    return scan(targets, choice, Hash.below(key, targets.size()));
  }

  private static @Nullable Target scan(TargetSet targets, Choice choice, int start) {
    for (int i = 0; i < targets.size(); i++) {
      Target target = targets.at((start + i) % targets.size());
      if (choice.allows(target)) {
        return target;
      }
    }
    return null;
  }
}
