package dev.varve.base.json;

import java.math.BigDecimal;

/// An exact decimal. `1`, `1.0` and `1e0` are the same number.
///
/// @param value normalised: no trailing zeros
public record JsonNumber(BigDecimal value) implements Json {
  public JsonNumber {
    value = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
  }

  /// Whether the value is a whole number that fits in 64 bits.
  public boolean isLong() {
    return value.scale() <= 0 && (long) value.precision() - value.scale() <= 19 && fitsLong();
  }

  private boolean fitsLong() {
    return value.toBigIntegerExact().bitLength() <= 63;
  }

  /// @throws ArithmeticException when it is not [#isLong]
  public long longValue() {
    return value.longValueExact();
  }

  /// The canonical text: plain for whole numbers of up to 21 digits and for fractions of up to 6
  /// zeros after the point, otherwise one digit, the rest and an exponent (`1.5e-9`, `2e30`).
  @Override
  public String toString() {
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
