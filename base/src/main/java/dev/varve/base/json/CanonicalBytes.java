package dev.varve.base.json;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Writes the canonical form straight into bytes: every value that is stored or hashed passes here.
///
/// No white space; members sorted by the UTF-8 bytes of their names; numbers as
/// [JsonNumber#toString]; strings escape only `"`, `\` and control characters below U+0020, with
/// the short escapes where JSON has them and four lower-case hex digits elsewhere.
final class CanonicalBytes {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);

  /// Whole numbers of so many digits are written without making text of them.
  private static final int DIGITS = 18;

  private byte[] out = new byte[768];
  private int at;

  private CanonicalBytes() {}

  static byte[] of(Json json) {
    var bytes = new CanonicalBytes();
    bytes.write(json);
    return Arrays.copyOf(bytes.out, bytes.at);
  }

  private void write(Json json) {
    switch (json) {
      case JsonNull _ -> raw(NULL);
      case JsonBoolean bool -> raw(bool.value() ? TRUE : FALSE);
      case JsonNumber number -> number(number);
      case JsonString string -> quote(string.value());
      case JsonArray array -> array(array.items());
      case JsonObject object -> object(object.members());
    }
  }

  private void array(List<Json> items) {
    add('[');
    for (int i = 0; i < items.size(); i++) {
      if (i > 0) {
        add(',');
      }
      write(items.get(i));
    }
    add(']');
  }

  private void object(Map<String, Json> members) {
    add('{');
    var names = new String[members.size()];
    var values = new Json[names.length];
    sort(members, names, values);
    for (int i = 0; i < names.length; i++) {
      if (i > 0) {
        add(',');
      }
      quote(names[i]);
      add(':');
      write(values[i]);
    }
    add('}');
  }

  /// By insertion: most objects are small, and in order already because they were stored before.
  /// Large ones out of order are sorted before.
  private static void sort(Map<String, Json> members, String[] names, Json[] values) {
    Map<String, Json> source = members;
    if (names.length > 32) {
      source = new TreeMap<>(JsonWriter.BY_CODE_POINTS);
      source.putAll(members);
    }
    int count = 0;
    for (Map.Entry<String, Json> member : source.entrySet()) {
      String name = member.getKey();
      int place = count++;
      for (; place > 0 && JsonWriter.BY_CODE_POINTS.compare(names[place - 1], name) > 0; place--) {
        names[place] = names[place - 1];
        values[place] = values[place - 1];
      }
      names[place] = name;
      values[place] = member.getValue();
    }
  }

  private void number(JsonNumber number) {
    BigDecimal value = number.value();
    if (value.scale() == 0 && value.precision() <= DIGITS) {
      whole(value.longValue());
    } else {
      raw(number.toString().getBytes(StandardCharsets.US_ASCII));
    }
  }

  private void whole(long value) {
    if (value < 0) {
      add('-');
    }
    long left = Math.abs(value);
    int digits = 1;
    for (long rest = left; rest >= 10; rest /= 10) {
      digits++;
    }
    room(digits);
    at += digits;
    for (int place = at; digits > 0; digits--) {
      out[--place] = (byte) ('0' + left % 10);
      left /= 10;
    }
  }

  private void quote(String text) {
    int length = text.length();
    room(length + 2);
    out[at++] = '"';
    for (int i = 0; i < length; i++) {
      char unit = text.charAt(i);
      if (unit < 0x20 || unit >= 0x7F || unit == '"' || unit == '\\') {
        special(text, i);
        break;
      }
      out[at++] = (byte) unit;
    }
    add('"');
  }

  /// Writes the rest of a text in which something is not plain ASCII.
  private void special(String text, int from) {
    int plain = from;
    for (int i = from; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (unit < 0x20 || unit == '"' || unit == '\\') {
        raw(text.substring(plain, i).getBytes(StandardCharsets.UTF_8));
        escape(unit);
        plain = i + 1;
      }
    }
    raw(text.substring(plain).getBytes(StandardCharsets.UTF_8));
  }

  private void escape(char unit) {
    add('\\');
    switch (unit) {
      case '"', '\\' -> add(unit);
      case '\b' -> add('b');
      case '\f' -> add('f');
      case '\n' -> add('n');
      case '\r' -> add('r');
      case '\t' -> add('t');
      default -> {
        add('u');
        add('0');
        add('0');
        add(HEX[unit >> 4]);
        add(HEX[unit & 15]);
      }
    }
  }

  private void raw(byte[] bytes) {
    room(bytes.length);
    System.arraycopy(bytes, 0, out, at, bytes.length);
    at += bytes.length;
  }

  private void add(int unit) {
    room(1);
    out[at++] = (byte) unit;
  }

  private void room(int more) {
    if (at + more > out.length) {
      out = Arrays.copyOf(out, Math.max(2 * out.length, at + more));
    }
  }
}
