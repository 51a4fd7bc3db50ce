package dev.varve.testkit;

import dev.varve.testkit.Property.Counterexample;
import dev.varve.testkit.Property.Statement;
import java.util.Arrays;

/// Makes a counterexample smaller by leaving out and lowering its choices, as long as the statement
/// keeps failing with the same kind of exception. Every step makes the choices fewer, or earlier in
/// order, so it ends; it also ends after a fixed number of tries.
final class Shrinker<T> {
  private static final int TRIES_MAX = 4_000;

  private final Gen<T> generator;
  private final Statement<T> statement;
  private Counterexample<T> best;
  private long[] taken;
  private int tries;

  Shrinker(Gen<T> generator, Statement<T> statement, Counterexample<T> first) {
    this.generator = generator;
    this.statement = statement;
    this.best = first;
    this.taken = first.choices().taken();
  }

  Counterexample<T> smallest() {
    long[] before;
    do {
      before = taken;
      leaveOut();
      lower();
    } while (!Arrays.equals(before, taken) && tries < TRIES_MAX);
    return best;
  }

  private void leaveOut() {
    for (int size = 8; size >= 1; size /= 2) {
      for (int at = taken.length - size; at >= 0; at--) {
        at = Math.min(at, taken.length - size);
        if (at >= 0) {
          accept(without(taken, at, size));
        }
      }
    }
  }

  /// Each choice to the least number that still fails, found by halving.
  private void lower() {
    for (int i = 0; i < taken.length; i++) {
      long least = 0;
      while (i < taken.length && least < taken[i]) {
        long middle = least + (taken[i] - least) / 2;
        if (!accept(with(taken, i, middle))) {
          least = middle + 1;
        }
      }
    }
  }

  private boolean accept(long[] candidate) {
    if (tries++ >= TRIES_MAX) {
      return false;
    }
    Choices replayed = Choices.replay(candidate);
    T value = generator.draw(replayed);
    if (!simpler(replayed.taken(), taken)) {
      return false;
    }
    Throwable cause = Property.failure(value, statement);
    if (cause == null || cause.getClass() != best.cause().getClass()) {
      return false;
    }
    best = new Counterexample<>(value, replayed, cause);
    taken = replayed.taken();
    return true;
  }

  private static boolean simpler(long[] a, long[] b) {
    return a.length != b.length ? a.length < b.length : Arrays.compare(a, b) < 0;
  }

  private static long[] without(long[] choices, int at, int size) {
    long[] fewer = Arrays.copyOf(choices, choices.length - size);
    System.arraycopy(choices, at + size, fewer, at, fewer.length - at);
    return fewer;
  }

  private static long[] with(long[] choices, int at, long choice) {
    long[] changed = choices.clone();
    changed[at] = choice;
    return changed;
  }
}
