package dev.varve.base.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/// Writes the canonical form straight into bytes: every value that is stored or hashed passes here.
///
/// No white space; members sorted by the UTF-8 bytes of their names; numbers as
/// [JsonNumber#toString]; strings escape only `"`, `\` and control characters below U+0020, with
/// the short escapes where JSON has them and four lower-case hex digits elsewhere.
final class CanonicalBytes implements BiConsumer<String, Json> {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);

  /// Whole numbers up to here are written without making text of them.
  private static final long MOST = 999_999_999_999_999_999L;

  /// Objects of more members are sorted in another way.
  private static final int SMALL = 32;

  private byte[] out = new byte[768];
  private int at;

  /// Members of all objects under way, those of the innermost from `start` on.
  private String[] names = new String[16];

  private Json[] values = new Json[16];
  private int start;
  private int top;

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
    int outer = start;
    start = top;
    if (members.size() > SMALL) {
      var source = new TreeMap<String, Json>(JsonWriter.BY_CODE_POINTS);
      source.putAll(members);
      source.forEach(this);
    } else {
      members.forEach(this);
    }
    for (int i = start; i < start + members.size(); i++) {
      if (i > start) {
        add(',');
      }
      quote(names[i]);
      add(':');
      write(values[i]);
    }
    top = start;
    start = outer;
    add('}');
  }

  /// Takes a member of the object under way to its place, by insertion: most objects are small, and
  /// in order already because they were stored before. Large ones are sorted before. Is told
  /// members, since an iterator of a map that cannot be changed makes an object for each.
  @Override
  public void accept(String name, Json value) {
    if (top == names.length) {
      names = Arrays.copyOf(names, 2 * top);
      values = Arrays.copyOf(values, 2 * top);
    }
    int place = top++;
    for (; place > start && isAfter(names[place - 1], name); place--) {
      names[place] = names[place - 1];
      values[place] = values[place - 1];
    }
    names[place] = name;
    values[place] = value;
  }

  private static boolean isAfter(String before, String name) {
    return JsonWriter.BY_CODE_POINTS.compare(before, name) > 0;
  }

  private void number(JsonNumber number) {
    long value = number.isLong() ? number.longValue() : Long.MAX_VALUE;
    if (value >= -MOST && value <= MOST) {
      whole(value);
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
