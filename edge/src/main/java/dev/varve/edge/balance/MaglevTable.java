package dev.varve.edge.balance;

import java.util.Arrays;
import java.util.Comparator;

/// A table from hash to target (Eisenbud and others, Maglev, NSDI 2016). Each target prefers the
/// slots in an order of its own, derived from its name; the targets take slots in turn, a target of
/// twice the weight twice as often, until every slot is taken.
///
/// Every target gets its exact share of the slots, to one slot: the quota is computed beforehand
/// and not left to the turns. The number of slots is a prime, the same for up to 512 targets: a
/// number that followed that of the targets would move every key when one goes.
final class MaglevTable {
  private static final int SLOTS = 65_537;
  private static final int SLOTS_MAX = SLOTS * 256;
  private static final int SLOTS_PER_TARGET = 128;
  private static final int GROWTH = 16;

  private final int[] slots;

  private MaglevTable(int[] slots) {
    this.slots = slots;
  }

  static MaglevTable of(Target[] targets) {
    long total = 0;
    for (Target target : targets) {
      total += target.weight();
    }
    if (total == 0) {
      return new MaglevTable(new int[0]);
    }
    int size = size(targets.length);
    return new MaglevTable(fill(targets, quotas(targets, total, size), size));
  }

  boolean isEmpty() {
    return slots.length == 0;
  }

  int target(long hash) {
    return slots[Hash.below(hash, slots.length)];
  }

  private static int[] fill(Target[] targets, int[] quotas, int size) {
    Integer[] order = byName(targets);
    var slots = new int[size];
    Arrays.fill(slots, -1);
    var next = new long[targets.length];
    var step = new int[targets.length];
    var taken = new int[targets.length];
    int largest = 0;
    for (int i = 0; i < targets.length; i++) {
      next[i] = Hash.below(targets[i].seed(), size);
      step[i] = 1 + Hash.below(Hash.mix(targets[i].seed()), size - 1);
      largest = Math.max(largest, quotas[i]);
    }
    int free = size;
    for (long turn = 1; free > 0; turn++) {
      for (int i : order) {
        // By turn t a target has taken t/largest of its quota: the heavy ones a slot every turn.
        while (taken[i] < quotas[i] && (long) taken[i] * largest < turn * quotas[i]) {
          claim(slots, i, next, step[i]);
          taken[i]++;
          free--;
        }
      }
    }
    return slots;
  }

  private static void claim(int[] slots, int target, long[] next, int step) {
    int slot = (int) next[target];
    while (slots[slot] >= 0) {
      slot = (int) ((slot + (long) step) % slots.length);
    }
    slots[slot] = target;
    next[target] = slot;
  }

  /// Whole slots by weight, what is left over to the largest remainders, equal ones by name.
  private static int[] quotas(Target[] targets, long total, int size) {
    var quotas = new int[targets.length];
    var remainders = new long[targets.length];
    int left = size;
    for (int i = 0; i < targets.length; i++) {
      long share = (long) targets[i].weight() * size;
      quotas[i] = (int) (share / total);
      remainders[i] = share % total;
      left -= quotas[i];
    }
    Integer[] order = byName(targets);
    Arrays.sort(order, Comparator.comparingLong(i -> -remainders[i]));
    for (int i = 0; i < left; i++) {
      quotas[order[i]]++;
    }
    return quotas;
  }

  private static Integer[] byName(Target[] targets) {
    var order = new Integer[targets.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparing(i -> targets[i].name()));
    return order;
  }

  private static int size(int targets) {
    int size = SLOTS;
    while ((long) size < (long) targets * SLOTS_PER_TARGET && size < SLOTS_MAX) {
      size *= GROWTH;
    }
    while (!isPrime(size)) {
      size++;
    }
    return size;
  }

  private static boolean isPrime(int number) {
    for (int i = 2; (long) i * i <= number; i++) {
      if (number % i == 0) {
        return false;
      }
    }
    return true;
  }
}
