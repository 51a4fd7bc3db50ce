package dev.varve.edge.files;

import dev.varve.http.net.DateText;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;

/// Dates of HTTP (RFC 9110, 5.6.7), in whole seconds since 1970. Writes one form, reads all three.
public final class HttpDate {
  /// What [#parse] gives for a text that is not a date.
  public static final long NONE = Long.MIN_VALUE;

  private HttpDate() {}

  public static String format(long epochSeconds) {
    return DateText.of(epochSeconds);
  }

  /// Seconds since 1970, or [#NONE].
  public static long parse(String text) {
    if (text.length() > 64) {
      return NONE;
    }
    for (DateTimeFormatter form : Forms.ALL) {
      long seconds = parse(text, form);
      if (seconds != NONE) {
        return seconds;
      }
    }
    return NONE;
  }

  /// Made when a client first sends a date.
  private static final class Forms {
    static final List<DateTimeFormatter> ALL =
        List.of(
            DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ROOT),
            new DateTimeFormatterBuilder()
                .appendPattern("EEEE, dd-MMM-")
                .appendValueReduced(ChronoField.YEAR, 2, 2, 1970)
                .appendPattern(" HH:mm:ss 'GMT'")
                .toFormatter(Locale.US),
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss uuuu", Locale.ROOT));

    private Forms() {}
  }

  private static long parse(String text, DateTimeFormatter form) {
    try {
      return LocalDateTime.parse(text, form).toEpochSecond(ZoneOffset.UTC);
    } catch (DateTimeException _) {
      return NONE;
    }
  }
}
