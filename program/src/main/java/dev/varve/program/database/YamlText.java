package dev.varve.program.database;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonObject;
import dev.varve.base.json.JsonString;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// JSON as YAML 1.2, in block style. Texts that YAML could take for something else are quoted as in
/// JSON, which YAML reads too.
final class YamlText {
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z_/][A-Za-z0-9_/.@-]*( [A-Za-z0-9_/.@-]+)*");
  private static final Pattern WORD = Pattern.compile("(?i)true|false|null|yes|no|on|off|y|n");

  private final StringBuilder out = new StringBuilder();

  private YamlText() {}

  static String of(Json json) {
    var text = new YamlText();
    text.write(json, 0, "");
    return text.out.toString();
  }

  /// An item of an array that is a member of the outermost object, with the line's begin.
  static String item(Json item) {
    var text = new YamlText();
    text.array(List.of(item), 1);
    return text.out.toString();
  }

  /// A member's name.
  static String key(String name) {
    return text(name);
  }

  /// @param before what stands between the line's beginning and a value on the same line
  private void write(Json json, int depth, String before) {
    switch (json) {
      case JsonObject(Map<String, Json> members) when !members.isEmpty() -> object(members, depth);
      case JsonArray(List<Json> items) when !items.isEmpty() -> array(items, depth);
      default -> out.append(before).append(scalar(json)).append('\n');
    }
  }

  private void object(Map<String, Json> members, int depth) {
    boolean inLine = !out.isEmpty() && out.charAt(out.length() - 1) == ' ';
    for (Map.Entry<String, Json> each : members.entrySet()) {
      if (!inLine) {
        out.append("  ".repeat(depth));
      }
      inLine = false;
      out.append(text(each.getKey())).append(':');
      if (isBlock(each.getValue())) {
        out.append('\n');
      }
      write(each.getValue(), depth + 1, " ");
    }
  }

  private void array(List<Json> items, int depth) {
    boolean inLine = !out.isEmpty() && out.charAt(out.length() - 1) == ' ';
    for (Json item : items) {
      if (!inLine) {
        out.append("  ".repeat(depth));
      }
      inLine = false;
      out.append("- ");
      write(item, depth + 1, "");
    }
  }

  private static boolean isBlock(Json json) {
    return switch (json) {
      case JsonObject(Map<String, Json> members) -> !members.isEmpty();
      case JsonArray(List<Json> items) -> !items.isEmpty();
      default -> false;
    };
  }

  private static String scalar(Json json) {
    return json instanceof JsonString(String text) ? text(text) : json.compact();
  }

  private static String text(String text) {
    boolean plain = PLAIN.matcher(text).matches() && !WORD.matcher(text).matches();
    return plain ? text : Json.of(text).compact();
  }
}
