package dev.varve.edge.header;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The query of a request, as names and values.
public final class Query {
  private static final String HEX = "0123456789ABCDEF";
  private static final String SAFE = "-._~!$'()*,;:@/?&=+%";

  private Query() {}

  /// The value of the first parameter of that name, decoded; null when there is none.
  public static @Nullable String value(String query, String name) {
    int at = 0;
    while (at < query.length()) {
      int end = query.indexOf('&', at);
      end = end < 0 ? query.length() : end;
      int equals = query.indexOf('=', at);
      int nameEnd = equals < 0 || equals > end ? end : equals;
      if (decode(query, at, nameEnd).equals(name)) {
        return nameEnd == end ? "" : decode(query, nameEnd + 1, end);
      }
      at = end + 1;
    }
    return null;
  }

  /// Percent-encodings and plus signs decoded; what is broken stands as it is.
  static String decode(String text, int from, int to) {
    boolean plain = true;
    for (int i = from; i < to && plain; i++) {
      plain = text.charAt(i) != '%' && text.charAt(i) != '+';
    }
    if (plain) {
      return text.substring(from, to);
    }
    var bytes = new byte[to - from];
    int length = 0;
    for (int i = from; i < to; i++) {
      char each = text.charAt(i);
      int high = each == '%' && i + 2 < to ? Character.digit(text.charAt(i + 1), 16) : -1;
      int low = high >= 0 ? Character.digit(text.charAt(i + 2), 16) : -1;
      if (low >= 0) {
        bytes[length++] = (byte) (high * 16 + low);
        i += 2;
      } else {
        bytes[length++] = (byte) (each == '+' ? ' ' : each);
      }
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  /// Fit to be a name or value in a query, or a segment of a path.
  public static String encode(String text) {
    var encoded = new StringBuilder();
    for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
      int value = each & 0xFF;
      if (value < 0x7F && (Character.isLetterOrDigit(value) || "-._~".indexOf(value) >= 0)) {
        encoded.append((char) value);
      } else {
        percent(encoded, value);
      }
    }
    return encoded.toString();
  }

  /// A whole query that stays a query: nothing in it ends it.
  static String safe(String query) {
    var safe = new StringBuilder();
    for (byte each : query.getBytes(StandardCharsets.UTF_8)) {
      int value = each & 0xFF;
      if (value < 0x7F && (Character.isLetterOrDigit(value) || SAFE.indexOf(value) >= 0)) {
        safe.append((char) value);
      } else {
        percent(safe, value);
      }
    }
    return safe.toString();
  }

  private static void percent(StringBuilder text, int value) {
    text.append('%').append(HEX.charAt(value >> 4)).append(HEX.charAt(value & 15));
  }

  /// Without the parameters of that name.
  public static String without(String query, String name) {
    var left = new StringBuilder();
    int at = 0;
    while (at < query.length()) {
      int end = query.indexOf('&', at);
      end = end < 0 ? query.length() : end;
      int equals = query.indexOf('=', at);
      int nameEnd = equals < 0 || equals > end ? end : equals;
      if (!decode(query, at, nameEnd).equals(name)) {
        left.append(left.isEmpty() ? "" : "&").append(query, at, end);
      }
      at = end + 1;
    }
    return left.toString();
  }

  /// With one more parameter.
  public static String with(String query, String name, String value) {
    return query + (query.isEmpty() ? "" : "&") + encode(name) + "=" + encode(value);
  }
}
