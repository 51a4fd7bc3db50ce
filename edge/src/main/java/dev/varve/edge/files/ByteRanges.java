package dev.varve.edge.files;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a Range field asks of a representation of known length (RFC 9110, 14).
sealed interface ByteRanges {
  /// More ranges than these are answered with the whole.
  int RANGES_MAX = 16;

  /// No Range, or one that is to be ignored: everything.
  record Whole() implements ByteRanges {}

  /// At least one range, ascending, none touching another.
  record Parts(List<Part> parts) implements ByteRanges {}

  /// 416.
  record Unsatisfiable() implements ByteRanges {}

  /// @param first of the bytes from 0
  /// @param last included
  record Part(long first, long last) {
    long length() {
      return last - first + 1;
    }
  }

  static ByteRanges of(@Nullable String range, long length) {
    if (range == null || !range.regionMatches(true, 0, "bytes=", 0, 6)) {
      return new Whole();
    }
    var parts = new ArrayList<Part>();
    int count = 0;
    int at = 6;
    while (at <= range.length()) {
      int comma = range.indexOf(',', at);
      int end = comma < 0 ? range.length() : comma;
      String spec = range.substring(at, end).strip();
      at = end + 1;
      if (spec.isEmpty()) {
        continue;
      }
      if (++count > RANGES_MAX || !add(spec, length, parts)) {
        return new Whole();
      }
    }
    if (count == 0) {
      return new Whole();
    }
    return parts.isEmpty() ? new Unsatisfiable() : new Parts(merged(parts));
  }

  /// False when the form is wrong. A range behind the end is well formed and adds nothing.
  private static boolean add(String spec, long length, List<Part> parts) {
    int dash = spec.indexOf('-');
    if (dash < 0) {
      return false;
    }
    long first = number(spec, 0, dash);
    long last = number(spec, dash + 1, spec.length());
    if (first == MALFORMED || last == MALFORMED || (first == ABSENT && last == ABSENT)) {
      return false;
    }
    if (first == ABSENT) {
      if (last > 0 && length > 0) {
        parts.add(new Part(Math.max(length - last, 0), length - 1));
      }
      return true;
    }
    if (last != ABSENT && last < first) {
      return false;
    }
    if (first < length) {
      parts.add(new Part(first, last == ABSENT ? length - 1 : Math.min(last, length - 1)));
    }
    return true;
  }

  long ABSENT = -1;
  long MALFORMED = -2;

  private static long number(String text, int from, int to) {
    if (from == to) {
      return ABSENT;
    }
    long value = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return MALFORMED;
      }
      value = value > Long.MAX_VALUE / 10 - 1 ? Long.MAX_VALUE / 10 : value * 10 + digit;
    }
    return value;
  }

  private static List<Part> merged(List<Part> parts) {
    parts.sort(Comparator.comparingLong(Part::first));
    var merged = new ArrayList<Part>();
    Part open = parts.getFirst();
    for (Part part : parts) {
      if (part.first() <= open.last() + 1) {
        open = new Part(open.first(), Math.max(open.last(), part.last()));
      } else {
        merged.add(open);
        open = part;
      }
    }
    merged.add(open);
    return merged;
  }
}
