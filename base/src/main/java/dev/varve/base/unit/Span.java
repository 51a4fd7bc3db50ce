package dev.varve.base.unit;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Lengths of time as people write them: `250ms`, `5s`, `1m30s`, `2h`, `7d`.
public final class Span {
  private static final Pattern WHOLE =
      Pattern.compile("(?:\\d{1,9}(?:\\.\\d{1,9})?(?:ns|us|ms|s|m|h|d))+");
  private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?)(ns|us|ms|s|m|h|d)");
  private static final String RULE =
      "must be a duration such as '250ms', '5s', '1m30s', '2h' or '7d'";

  private Span() {}

  /// @throws IllegalArgumentException when the text is not a duration
  public static Duration parse(String text) {
    if (text.length() > 64 || !WHOLE.matcher(text).matches()) {
      throw new IllegalArgumentException(RULE + ", but is '" + text + "'");
    }
    var nanos = BigDecimal.ZERO;
    Matcher part = PART.matcher(text);
    while (part.find()) {
      nanos =
          nanos.add(
              new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(nanosOf(part.group(2)))));
    }
    return Duration.ofNanos(exact(nanos, text));
  }

  private static long exact(BigDecimal nanos, String text) {
    try {
      return nanos.longValueExact();
    } catch (ArithmeticException _) {
      throw new IllegalArgumentException(RULE + " of at most 292 years, but is '" + text + "'");
    }
  }

  /// The shortest way to write it that [#parse] reads back to the same value.
  public static String format(Duration span) {
    long nanos = span.toNanos();
    if (nanos == 0) {
      return "0s";
    }
    var text = new StringBuilder();
    for (String unit : new String[] {"d", "h", "m", "s", "ms", "us", "ns"}) {
      long count = nanos / nanosOf(unit);
      if (count > 0) {
        text.append(count).append(unit);
        nanos -= count * nanosOf(unit);
      }
    }
    return text.toString();
  }

  private static long nanosOf(String unit) {
    return switch (unit) {
      case "ns" -> 1L;
      case "us" -> 1_000L;
      case "ms" -> 1_000_000L;
      case "s" -> 1_000_000_000L;
      case "m" -> 60_000_000_000L;
      case "h" -> 3_600_000_000_000L;
      case "d" -> 86_400_000_000_000L;
      default -> throw new IllegalArgumentException("unknown unit " + unit);
    };
  }
}
