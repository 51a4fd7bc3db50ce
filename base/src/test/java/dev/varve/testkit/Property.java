package dev.varve.testkit;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// A statement that holds for every value a generator makes, tried on many of them:
///
/// ```java
/// Property.of(Gen.unicode(40)).holds(text -> assertThat(decode(encode(text))).isEqualTo(text));
/// ```
///
/// A failure names the smallest failing value that was found and the seed; `-Dvarve.seed=N` runs
/// the same values again. Without it every run takes new ones.
///
/// @param generator where the values come from
/// @param runs how many values are tried
/// @param seed decides all values
public record Property<T>(Gen<T> generator, int runs, long seed) {
  /// What must hold for a value; it fails by throwing.
  @FunctionalInterface
  public interface Statement<T> {
    void check(T value) throws Throwable;
  }

  /// 200 values.
  public static <T> Property<T> of(Gen<T> generator) {
    Long given = Long.getLong("varve.seed");
    return new Property<>(generator, 200, given != null ? given : System.nanoTime());
  }

  public Property<T> runs(int count) {
    return new Property<>(generator, count, seed);
  }

  public Property<T> seed(long newSeed) {
    return new Property<>(generator, runs, newSeed);
  }

  /// @throws AssertionError naming seed and value
  public void holds(Statement<T> statement) {
    var random = new SplittableRandom(seed);
    for (int run = 1; run <= runs; run++) {
      Choices choices = Choices.random(random.split());
      T value = generator.draw(choices);
      Throwable cause = failure(value, statement);
      if (cause != null) {
        var first = new Counterexample<>(value, choices, cause);
        throw report(run, new Shrinker<>(generator, statement, first).smallest());
      }
    }
  }

  /// What the statement throws, or null when it holds.
  static <T> @Nullable Throwable failure(T value, Statement<T> statement) {
    try {
      statement.check(value);
      return null;
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable e) {
      return e;
    }
  }

  /// A value for which the statement does not hold.
  record Counterexample<T>(T value, Choices choices, Throwable cause) {}

  private AssertionError report(int run, Counterexample<T> smallest) {
    return new AssertionError(
        ("must hold for all values, but value %d of %d breaks it; -Dvarve.seed=%d runs it again\n"
                + "  smallest found: %s\n  %s")
            .formatted(run, runs, seed, shown(smallest.value), smallest.cause),
        smallest.cause);
  }

  private static Object shown(Object value) {
    return value instanceof byte[] bytes ? Arrays.toString(bytes) : value;
  }
}
