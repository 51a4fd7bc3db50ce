package dev.varve.testkit;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// The decisions a generator takes, recorded as numbers. Smaller numbers mean simpler values, so a
/// failing value is made simpler by replaying its numbers with some left out or lowered: generators
/// never shrink by themselves.
public final class Choices {
  private final @Nullable SplittableRandom random;
  private final long[] given;
  private long[] taken = new long[16];
  private int count;

  private Choices(@Nullable SplittableRandom random, long[] given) {
    this.random = random;
    this.given = given;
  }

  static Choices random(SplittableRandom random) {
    return new Choices(random, new long[0]);
  }

  /// Takes the given numbers in turn, and zero when they are used up.
  static Choices replay(long[] given) {
    return new Choices(null, given);
  }

  /// A number from 0 to below the bound. Zero should stand for the simplest case.
  public long below(long bound) {
    if (bound < 1) {
      throw new IllegalArgumentException("bound must be above zero, but is " + bound);
    }
    long choice =
        random != null
            ? random.nextLong(bound)
            : count < given.length ? Math.min(given[count], bound - 1) : 0;
    if (count == taken.length) {
      taken = Arrays.copyOf(taken, count * 2);
    }
    taken[count++] = choice;
    return choice;
  }

  /// As [#below], for indexes.
  public int index(int bound) {
    return (int) below(bound);
  }

  /// True once in so many times; false is the simpler.
  public boolean oneIn(int times) {
    return below(times) == times - 1;
  }

  long[] taken() {
    return Arrays.copyOf(taken, count);
  }
}
