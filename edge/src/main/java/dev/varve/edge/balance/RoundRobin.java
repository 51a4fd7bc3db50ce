package dev.varve.edge.balance;

import org.jspecify.annotations.Nullable;

/// Each target in turn. A target that starts slowly sits out the turns it has not grown to yet.
final class RoundRobin implements Balancer {
  private int next;
  private int turn;

  /// @param start where to begin, so that loops do not march in step
  RoundRobin(int start) {
    next = start;
  }

  @Override
  public @Nullable Target choose(TargetSet targets, Choice choice) {
    int size = targets.size();
    Target fallback = null;
    for (int i = 0; i < size; i++) {
      Target target = targets.at(advance(size));
      if (choice.allows(target)) {
        if (takesTurn(target, choice.nowNanos())) {
          return target;
        }
        fallback = target;
      }
    }
    return fallback;
  }

  private int advance(int size) {
    int index = next >= size ? next % size : next;
    next = index + 1;
    return index;
  }

  private boolean takesTurn(Target target, long nowNanos) {
    int full = target.weight() * Target.SCALE;
    int share = target.share(nowNanos);
    if (share >= full) {
      return true;
    }
    // A golden-ratio walk spreads the turns it does take evenly.
    turn += 0x9E37_79B9;
    return Integer.toUnsignedLong(turn) * full < ((long) share << 32);
  }
}
