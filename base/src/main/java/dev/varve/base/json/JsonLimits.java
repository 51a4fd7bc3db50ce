package dev.varve.base.json;

import dev.varve.base.Check;
import java.math.BigDecimal;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// What the reader puts up with.
///
/// @param depth arrays and objects within each other
/// @param numberLength characters of one number
/// @param exponent largest magnitude of a number's exponent
public record JsonLimits(int depth, int numberLength, int exponent) {
  public static final JsonLimits DEFAULT = new JsonLimits(64, 128, 9999);

  /// Characters of a number beside its digits, at most: signs, point, zeros behind it, exponent.
  private static final int MARKS = 16;

  public JsonLimits {
    Check.within("json.limits.depth", depth, 1, 512);
    Check.within("json.limits.numberLength", numberLength, 1, 4096);
    Check.within("json.limits.exponent", exponent, 0, 99_999);
  }

  /// What of a value goes beyond the limits, so that its canonical form could not be read back;
  /// null when nothing does. Values that were read may: `123e9999` is written `1.23e10001`.
  public @Nullable String breach(Json value) {
    return breach(value, 1);
  }

  private @Nullable String breach(Json value, int level) {
    return switch (value) {
      case JsonNumber number -> number.isLong() ? null : breach(number.value());
      case JsonArray(var items) -> breach(items, level);
      case JsonObject(var members) -> breach(members.values(), level);
      case JsonNull _, JsonBoolean _, JsonString _ -> null;
    };
  }

  private @Nullable String breach(Collection<Json> parts, int level) {
    if (level > depth) {
      return "arrays and objects within each other at most " + depth + " deep";
    }
    for (Json part : parts) {
      String breach = breach(part, level + 1);
      if (breach != null) {
        return breach;
      }
    }
    return null;
  }

  private @Nullable String breach(BigDecimal number) {
    long power = (long) number.precision() - number.scale() - 1;
    if (Math.abs(power) > exponent) {
      return "numbers between 1e-" + exponent + " and 1e" + exponent;
    }
    boolean fits = number.precision() + MARKS <= numberLength;
    return fits || new JsonNumber(number).toString().length() <= numberLength
        ? null
        : "numbers of at most " + numberLength + " characters";
  }
}
