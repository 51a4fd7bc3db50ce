package dev.varve.base.unit;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// So many in so long, written `100/min`, `5/s`, `1000/h` or `20/10s`.
///
/// @param count how many, at least 1
/// @param per in how long, above zero
public record Rate(long count, Duration per) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,15})/(.+)");

  public Rate {
    if (count < 1 || per.isZero() || per.isNegative()) {
      throw new IllegalArgumentException(
          "must be a rate above zero, but is " + count + " in " + per);
    }
  }

  /// @throws IllegalArgumentException when the text is not a rate
  public static Rate parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw wrong(text);
    }
    try {
      return new Rate(Long.parseLong(form.group(1)), period(form.group(2)));
    } catch (IllegalArgumentException _) {
      throw wrong(text);
    }
  }

  private static Duration period(String text) {
    return switch (text) {
      case "s", "sec", "second" -> Duration.ofSeconds(1);
      case "m", "min", "minute" -> Duration.ofMinutes(1);
      case "h", "hour" -> Duration.ofHours(1);
      case "d", "day" -> Duration.ofDays(1);
      default -> Span.parse(text);
    };
  }

  private static IllegalArgumentException wrong(String text) {
    return new IllegalArgumentException(
        "must be a rate such as '100/min', '5/s' or '20/10s', but is '" + text + "'");
  }

  /// The form [#parse] reads back.
  @Override
  public String toString() {
    String unit = Span.format(per);
    return count
        + "/"
        + switch (unit) {
          case "1s" -> "s";
          case "1m" -> "min";
          case "1h" -> "h";
          case "1d" -> "day";
          default -> unit;
        };
  }
}
