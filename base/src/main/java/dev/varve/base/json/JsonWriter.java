package dev.varve.base.json;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// Writes JSON as text, with the same escapes and numbers as [CanonicalBytes].
final class JsonWriter {
  private static final String HEX = "0123456789abcdef";

  /// UTF-8 byte order is code point order; UTF-16 order differs where surrogates meet the code
  /// points from U+E000 on.
  static final Comparator<String> BY_CODE_POINTS = JsonWriter::compareCodePoints;

  private final StringBuilder out = new StringBuilder();
  private final boolean indented;

  private JsonWriter(boolean indented) {
    this.indented = indented;
  }

  static String compact(Json json) {
    return new JsonWriter(false).write(json, 0).toString();
  }

  static String pretty(Json json) {
    return new JsonWriter(true).write(json, 0).append('\n').toString();
  }

  private StringBuilder write(Json json, int depth) {
    switch (json) {
      case JsonNull _ -> out.append("null");
      case JsonBoolean bool -> out.append(bool.value());
      case JsonNumber number -> out.append(number.toString());
      case JsonString string -> quote(string.value());
      case JsonArray array -> writeArray(array.items(), depth);
      case JsonObject object -> writeObject(object.members(), depth);
    }
    return out;
  }

  private void writeArray(List<Json> items, int depth) {
    out.append('[');
    for (int i = 0; i < items.size(); i++) {
      separate(i, depth + 1);
      write(items.get(i), depth + 1);
    }
    close(items.isEmpty(), depth);
    out.append(']');
  }

  private void writeObject(Map<String, Json> members, int depth) {
    out.append('{');
    int i = 0;
    for (Map.Entry<String, Json> member : members.entrySet()) {
      separate(i++, depth + 1);
      quote(member.getKey());
      out.append(indented ? ": " : ":");
      write(member.getValue(), depth + 1);
    }
    close(members.isEmpty(), depth);
    out.append('}');
  }

  private void separate(int index, int depth) {
    if (index > 0) {
      out.append(',');
    }
    newLine(depth);
  }

  private void close(boolean empty, int depth) {
    if (!empty) {
      newLine(depth);
    }
  }

  private void newLine(int depth) {
    if (indented) {
      out.append('\n').repeat("  ", depth);
    }
  }

  /// What needs no escape goes in runs: most texts are one.
  private void quote(String text) {
    out.append('"');
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (unit < 0x20 || unit == '"' || unit == '\\') {
        out.append(text, from, i);
        escape(unit);
        from = i + 1;
      }
    }
    out.append(text, from, text.length()).append('"');
  }

  private void escape(char unit) {
    switch (unit) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\b' -> out.append("\\b");
      case '\f' -> out.append("\\f");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> out.append("\\u00").append(HEX.charAt(unit >> 4)).append(HEX.charAt(unit & 15));
    }
  }

  private static int compareCodePoints(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        return Character.isSurrogate(x) == Character.isSurrogate(y)
            ? Character.compare(x, y)
            : Character.isSurrogate(x) ? 1 : -1;
      }
    }
    return Integer.compare(a.length(), b.length());
  }
}
