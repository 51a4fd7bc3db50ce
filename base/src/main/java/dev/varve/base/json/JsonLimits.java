package dev.varve.base.json;

import dev.varve.base.Check;

/// What the reader puts up with.
///
/// @param depth arrays and objects within each other
/// @param numberLength characters of one number
/// @param exponent largest magnitude of a number's exponent
public record JsonLimits(int depth, int numberLength, int exponent) {
  public static final JsonLimits DEFAULT = new JsonLimits(64, 128, 9999);

  public JsonLimits {
    Check.within("json.limits.depth", depth, 1, 512);
    Check.within("json.limits.numberLength", numberLength, 1, 4096);
    Check.within("json.limits.exponent", exponent, 0, 99_999);
  }
}
