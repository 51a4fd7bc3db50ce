package dev.varve.store.filter;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// Times as text of fixed width, `2026-11-20T10:15:30.000Z`.
final class TimeText {
  private static final DateTimeFormatter ANY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'");
  private static final long DAY = 86_400_000;
  private static final int YEAR_MAX = 9999;

  private TimeText() {}

  static String of(long millis) {
    LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(millis, DAY));
    if (day.getYear() < 0 || day.getYear() > YEAR_MAX) {
      return ANY.format(Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC));
    }
    int rest = (int) Math.floorMod(millis, DAY);
    byte[] text = "0000-00-00T00:00:00.000Z".getBytes(StandardCharsets.ISO_8859_1);
    digits(text, 0, 4, day.getYear());
    digits(text, 5, 2, day.getMonthValue());
    digits(text, 8, 2, day.getDayOfMonth());
    digits(text, 11, 2, rest / 3_600_000);
    digits(text, 14, 2, rest / 60_000 % 60);
    digits(text, 17, 2, rest / 1000 % 60);
    digits(text, 20, 3, rest % 1000);
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  private static void digits(byte[] text, int at, int count, int number) {
    int left = number;
    for (int i = at + count - 1; i >= at; i--) {
      text[i] = (byte) ('0' + left % 10);
      left /= 10;
    }
  }
}
