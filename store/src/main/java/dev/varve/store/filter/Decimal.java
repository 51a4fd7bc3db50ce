package dev.varve.store.filter;

import dev.varve.base.json.JsonNumber;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/// A number read from JSON text, as digits and the place of the point, where 18 digits suffice.
/// Most numbers do; the others are for [BigDecimal]. One thread uses it, again and again.
public final class Decimal {
  static final int DIGITS_MAX = 18;
  private static final long[] POWERS = powers();

  private long unscaled;
  private int scale;

  /// Reads nothing yet.
  public Decimal() {}

  /// Without the point: `12.50` is 1250.
  public long unscaled() {
    return unscaled;
  }

  /// Digits behind the point, at least 0.
  int scale() {
    return scale;
  }

  /// Whether the text is a number without exponent of at most 18 digits; then it is read.
  public boolean read(byte[] text, int start, int end) {
    int at = text[start] == '-' ? start + 1 : start;
    if (end - at > DIGITS_MAX + 1) {
      return false;
    }
    long value = 0;
    int point = -1;
    int count = 0;
    for (int i = at; i < end; i++) {
      int digit = text[i] - '0';
      if (digit >= 0 && digit <= 9) {
        value = value * 10 + digit;
        count++;
      } else if (text[i] == '.') {
        point = i;
      } else {
        return false;
      }
    }
    unscaled = at > start ? -value : value;
    scale = point < 0 ? 0 : end - point - 1;
    return count <= DIGITS_MAX;
  }

  /// Whether a number is small enough; then it is taken.
  public boolean read(JsonNumber number) {
    BigDecimal value = number.value();
    BigDecimal plain =
        value.scale() < 0 && value.precision() - value.scale() <= DIGITS_MAX
            ? value.setScale(0)
            : value;
    if (plain.scale() < 0 || plain.scale() > DIGITS_MAX || plain.precision() > DIGITS_MAX) {
      return false;
    }
    unscaled = plain.unscaledValue().longValueExact();
    scale = plain.scale();
    return true;
  }

  /// Moves the point; false when the digits would not fit, or some would be lost.
  public boolean rescale(int to) {
    int more = to - scale;
    if (more < 0 || more > DIGITS_MAX || Math.abs(unscaled) >= POWERS[DIGITS_MAX - more]) {
      return false;
    }
    unscaled *= POWERS[more];
    scale = to;
    return true;
  }

  public static BigDecimal exact(byte[] text, int start, int end) {
    return new BigDecimal(new String(text, start, end - start, StandardCharsets.ISO_8859_1));
  }

  private static long[] powers() {
    long[] powers = new long[DIGITS_MAX + 1];
    powers[0] = 1;
    for (int i = 1; i < powers.length; i++) {
      powers[i] = powers[i - 1] * 10;
    }
    return powers;
  }
}
