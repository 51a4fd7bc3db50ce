package dev.varve.http.net;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;

/// Dates as HTTP writes them (RFC 9110, 5.6.7), and the value of the Date field, written once a
/// second.
///
/// Written by hand: a formatter of the JDK looks for the names of days in all that it knows about
/// languages, 7 ms of the first answer.
public final class DateText {
  private static final List<String> DAYS = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");
  private static final List<String> MONTHS =
      List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

  private long second = Long.MIN_VALUE;
  private byte[] bytes = {};

  DateText() {}

  byte[] bytes(long epochMillis) {
    long now = Math.floorDiv(epochMillis, 1000L);
    if (now != second) {
      second = now;
      bytes = of(now).getBytes(StandardCharsets.ISO_8859_1);
    }
    return bytes;
  }

  /// Such as `Sun, 06 Nov 1994 08:49:37 GMT`; of years with four digits.
  public static String of(long epochSeconds) {
    var when = LocalDateTime.ofEpochSecond(epochSeconds, 0, ZoneOffset.UTC);
    var text = new StringBuilder(29);
    text.append(DAYS.get(when.getDayOfWeek().getValue() - 1)).append(", ");
    two(text, when.getDayOfMonth()).append(' ');
    text.append(MONTHS.get(when.getMonthValue() - 1)).append(' ');
    two(text, when.getYear() / 100);
    two(text, when.getYear() % 100).append(' ');
    two(text, when.getHour()).append(':');
    two(text, when.getMinute()).append(':');
    return two(text, when.getSecond()).append(" GMT").toString();
  }

  private static StringBuilder two(StringBuilder text, int number) {
    return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
  }
}
