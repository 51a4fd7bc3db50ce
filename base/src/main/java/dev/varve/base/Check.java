package dev.varve.base;

/// Rules that records hold their components to. Every message has the form `<path> must <rule>, but
/// is <value>`.
public final class Check {
  private Check() {}

  /// The value lies between the two bounds, both included.
  public static <T extends Comparable<? super T>> T within(String path, T value, T least, T most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          path + " must be between " + least + " and " + most + ", but is " + value);
    }
    return value;
  }

  /// The text has something other than white space in it.
  public static String notBlank(String path, String value) {
    if (value.isBlank()) {
      throw new IllegalArgumentException(path + " must not be blank, but is '" + value + "'");
    }
    return value;
  }

  /// The rule holds.
  public static void that(boolean holds, String path, String rule, Object value) {
    if (!holds) {
      throw new IllegalArgumentException(path + " must " + rule + ", but is " + value);
    }
  }
}
