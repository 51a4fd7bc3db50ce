package dev.varve.base.json;

import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// An exact decimal. `1`, `1.0` and `1e0` are the same number.
///
/// Whole numbers of up to 64 bits, nearly all there are, are kept as such: the first `BigDecimal`
/// of a process costs ten milliseconds of its start, and each one two objects.
public final class JsonNumber implements Json, Comparable<JsonNumber> {
  private final long whole;
  private final @Nullable BigDecimal other;

  private JsonNumber(long whole) {
    this.whole = whole;
    this.other = null;
  }

  public JsonNumber(BigDecimal value) {
    BigDecimal normal = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    boolean fits = fitsLong(normal);
    this.whole = fits ? normal.longValueExact() : 0;
    this.other = fits ? null : normal;
  }

  static JsonNumber of(long value) {
    return new JsonNumber(value);
  }

  private static boolean fitsLong(BigDecimal normal) {
    return normal.scale() <= 0
        && (long) normal.precision() - normal.scale() <= 19
        && normal.toBigIntegerExact().bitLength() <= 63;
  }

  /// Without trailing zeros: 100 is `1E+2`.
  public BigDecimal value() {
    BigDecimal known = other;
    if (known != null) {
      return known;
    }
    return whole == 0 ? BigDecimal.ZERO : BigDecimal.valueOf(whole).stripTrailingZeros();
  }

  /// Whether the value is a whole number that fits in 64 bits.
  public boolean isLong() {
    return other == null;
  }

  /// @throws ArithmeticException when it is not [#isLong]
  public long longValue() {
    BigDecimal known = other;
    return known == null ? whole : known.longValueExact();
  }

  @Override
  public int compareTo(JsonNumber to) {
    return isLong() && to.isLong() ? Long.compare(whole, to.whole) : value().compareTo(to.value());
  }

  @Override
  public boolean equals(@Nullable Object to) {
    return to instanceof JsonNumber number
        && whole == number.whole
        && Objects.equals(other, number.other);
  }

  @Override
  public int hashCode() {
    BigDecimal known = other;
    return known == null ? Long.hashCode(whole) : known.hashCode();
  }

  /// The canonical text: plain for whole numbers of up to 21 digits and for fractions of up to 6
  /// zeros after the point, otherwise one digit, the rest and an exponent (`1.5e-9`, `2e30`).
  @Override
  public String toString() {
    BigDecimal known = other;
    return known == null ? Long.toString(whole) : text(known);
  }

  private static String text(BigDecimal value) {
    long exponent = (long) value.precision() - value.scale() - 1;
    boolean plain = value.scale() <= 0 ? exponent < 21 : exponent >= -7;
    if (plain) {
      return value.toPlainString();
    }
    String digits = value.unscaledValue().abs().toString();
    String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
    return (value.signum() < 0 ? "-" : "") + digits.charAt(0) + fraction + "e" + exponent;
  }
}
