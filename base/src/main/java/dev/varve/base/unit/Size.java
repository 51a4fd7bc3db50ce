package dev.varve.base.unit;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Amounts of bytes as people write them: `512`, `64KiB`, `10MiB`, `2GB`.
public final class Size {
  private static final Pattern FORM =
      Pattern.compile("(\\d{1,18})(B|kB|KB|MB|GB|TB|KiB|MiB|GiB|TiB)?");
  private static final String RULE =
      "must be a size such as '512B', '64KiB', '10MiB', '1GiB' or '2GB'";

  private Size() {}

  /// Bytes.
  ///
  /// @throws IllegalArgumentException when the text is not a size
  public static long parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException(RULE + ", but is '" + text + "'");
    }
    String unit = form.group(2);
    try {
      return Math.multiplyExact(Long.parseLong(form.group(1)), bytesOf(unit == null ? "B" : unit));
    } catch (ArithmeticException _) {
      throw new IllegalArgumentException(RULE + " of at most 8388607TiB, but is '" + text + "'");
    }
  }

  /// The largest binary unit that holds the amount exactly.
  public static String format(long bytes) {
    for (String unit : new String[] {"TiB", "GiB", "MiB", "KiB"}) {
      if (bytes != 0 && bytes % bytesOf(unit) == 0) {
        return bytes / bytesOf(unit) + unit;
      }
    }
    return bytes + "B";
  }

  private static long bytesOf(String unit) {
    return switch (unit) {
      case "B" -> 1L;
      case "kB", "KB" -> 1_000L;
      case "MB" -> 1_000_000L;
      case "GB" -> 1_000_000_000L;
      case "TB" -> 1_000_000_000_000L;
      case "KiB" -> 1L << 10;
      case "MiB" -> 1L << 20;
      case "GiB" -> 1L << 30;
      case "TiB" -> 1L << 40;
      default -> throw new IllegalArgumentException("unknown unit " + unit);
    };
  }
}
