package dev.varve.http.field;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;

/// A value without parameters (RFC 9651 section 3.3). Checked when made, so that each can be
/// written.
public sealed interface Bare {
  /// At most 15 digits.
  record Whole(long value) implements Bare {
    static final long MAX = 999_999_999_999_999L;

    public Whole {
      check(value >= -MAX && value <= MAX, "integer of more than 15 digits");
    }
  }

  /// At most 12 digits before the point; three behind it are kept, rounded to even.
  record Decimal(BigDecimal value) implements Bare {
    private static final BigDecimal LIMIT = BigDecimal.valueOf(1_000_000_000_000L);

    public Decimal {
      value = value.setScale(3, RoundingMode.HALF_EVEN);
      check(value.abs().compareTo(LIMIT) < 0, "decimal of more than 12 digits before the point");
    }
  }

  /// Printable ASCII, written in quotes.
  record Text(String value) implements Bare {
    public Text {
      for (int i = 0; i < value.length(); i++) {
        char each = value.charAt(i);
        check(each >= 0x20 && each < 0x7f, "string with other than printable ASCII");
      }
    }
  }

  /// A short word, written without quotes.
  record Token(String value) implements Bare {
    public Token {
      check(Characters.isToken(value), "token with other characters");
    }
  }

  /// Any bytes, written in base64. The array is copied.
  final class Bytes implements Bare {
    private final byte[] value;

    public Bytes(byte[] value) {
      this.value = value.clone();
    }

    public byte[] value() {
      return value.clone();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Bytes bytes && Arrays.equals(bytes.value, value);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
      return "Bytes[" + value.length + "]";
    }
  }

  record Truth(boolean value) implements Bare {}

  /// Seconds since 1970.
  record Instant(long seconds) implements Bare {
    public Instant {
      check(seconds >= -Whole.MAX && seconds <= Whole.MAX, "date of more than 15 digits");
    }
  }

  /// Any Unicode text.
  record Display(String value) implements Bare {}

  private static void check(boolean holds, String reason) {
    if (!holds) {
      throw new IllegalArgumentException(reason);
    }
  }
}
