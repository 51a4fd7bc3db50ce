package dev.varve.store.filter;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonNull;
import dev.varve.base.json.JsonObject;
import dev.varve.base.json.JsonSyntaxException;
import dev.varve.store.problem.StoreCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/// Reads a constant of a text filter: JSON whose strings may also stand in single quotes.
final class ValueText {
  private static final int DEPTH_MAX = 32;

  private final Text text;
  private int depth;

  ValueText(Text text) {
    this.text = text;
  }

  Json read() {
    text.skipSpace();
    char first = text.peek();
    if (first == '\'' || first == '"') {
      return Json.of(text.quoted(StoreCode.BAD_FILTER));
    }
    if (first == '-' || (first >= '0' && first <= '9')) {
      return number();
    }
    if (first == '[' || first == '{') {
      if (++depth > DEPTH_MAX) {
        throw wrong(text.at(), "values must nest at most " + DEPTH_MAX + " deep", "");
      }
      Json value = first == '[' ? array() : object();
      depth--;
      return value;
    }
    return word();
  }

  private Json word() {
    int start = text.at();
    String word = text.name(false);
    return switch (word.toLowerCase(java.util.Locale.ROOT)) {
      case "true" -> Json.of(true);
      case "false" -> Json.of(false);
      case "null" -> JsonNull.NULL;
      default ->
          throw wrong(
              start,
              "a value must stand here, but is " + text.found(start),
              word.isEmpty() ? "" : "put text in quotes: '" + word + "'");
    };
  }

  private Json number() {
    int start = text.at();
    while (!text.ended() && inNumber(text.peek())) {
      text.next();
    }
    String literal = text.since(start);
    try {
      return Json.parse(literal);
    } catch (JsonSyntaxException e) {
      throw wrong(start, "a number must be one of JSON, but is " + literal, "");
    }
  }

  private static boolean inNumber(char unit) {
    return Character.isLetterOrDigit(unit) || unit == '.' || unit == '+' || unit == '-';
  }

  private Json array() {
    text.next();
    var items = new ArrayList<Json>();
    text.skipSpace();
    if (!text.take(']')) {
      do {
        items.add(read());
        text.skipSpace();
      } while (text.take(','));
      expect(']');
    }
    return new JsonArray(items);
  }

  private Json object() {
    text.next();
    var members = new LinkedHashMap<String, Json>();
    text.skipSpace();
    if (!text.take('}')) {
      do {
        member(members);
        text.skipSpace();
      } while (text.take(','));
      expect('}');
    }
    return new JsonObject(members);
  }

  private void member(Map<String, Json> members) {
    text.skipSpace();
    int start = text.at();
    if (text.peek() != '\'' && text.peek() != '"') {
      throw wrong(start, "a name in quotes must stand here, but is " + text.found(start), "");
    }
    String name = text.quoted(StoreCode.BAD_FILTER);
    text.skipSpace();
    expect(':');
    if (members.put(name, read()) != null) {
      throw wrong(start, "the name '" + name + "' must appear once in its object", "");
    }
  }

  private void expect(char wanted) {
    if (!text.take(wanted)) {
      throw wrong(
          text.at(), "'" + wanted + "' must stand here, but is " + text.found(text.at()), "");
    }
  }

  private RuntimeException wrong(int at, String message, String next) {
    return text.wrong(StoreCode.BAD_FILTER, at, message, next);
  }
}
