package dev.varve.store.diff;

import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonObject;
import dev.varve.store.problem.StoreCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A place in a document by RFC 6901: empty for the whole, or `/a/b~1c/0`.
///
/// @param tokens unescaped
public record JsonPointer(List<String> tokens) {
  /// The whole document.
  public static final JsonPointer ROOT = new JsonPointer(List.of());

  public JsonPointer {
    tokens = List.copyOf(tokens);
  }

  /// @throws Failure naming the character that is wrong
  public static JsonPointer parse(String text) {
    if (text.isEmpty()) {
      return ROOT;
    }
    if (text.charAt(0) != '/') {
      throw wrong(text, 0, "must be empty or start with a slash");
    }
    var tokens = new ArrayList<String>();
    var token = new StringBuilder();
    for (int i = 1; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (unit == '/') {
        tokens.add(token.toString());
        token.setLength(0);
      } else if (unit == '~') {
        i++;
        token.append(escape(text, i));
      } else {
        token.append(unit);
      }
    }
    tokens.add(token.toString());
    return new JsonPointer(tokens);
  }

  private static char escape(String text, int at) {
    char code = at < text.length() ? text.charAt(at) : '\0';
    return switch (code) {
      case '0' -> '~';
      case '1' -> '/';
      default -> throw wrong(text, at - 1, "must have 0 or 1 behind each ~");
    };
  }

  private static Failure wrong(String text, int at, String rule) {
    return new Failure(
        new Problem(
            StoreCode.BAD_PATCH,
            "character " + (at + 1),
            "a JSON Pointer " + rule + ", but is " + text,
            "write ~0 for ~ and ~1 for / within a name"));
  }

  /// The place one step further down.
  public JsonPointer child(String token) {
    var longer = new ArrayList<>(tokens);
    longer.add(token);
    return new JsonPointer(longer);
  }

  /// The value at this place; null when there is none.
  public @Nullable Json in(Json document) {
    Json value = document;
    for (String token : tokens) {
      Json below =
          switch (value) {
            case JsonObject object -> object.get(token);
            case JsonArray(var items) -> {
              int index = index(token);
              yield index >= 0 && index < items.size() ? items.get(index) : null;
            }
            default -> null;
          };
      if (below == null) {
        return null;
      }
      value = below;
    }
    return value;
  }

  /// The array position a token names, without leading zeros; below zero when it is none.
  static int index(String token) {
    if (token.isEmpty() || token.length() > 9 || (token.length() > 1 && token.charAt(0) == '0')) {
      return -1;
    }
    for (int i = 0; i < token.length(); i++) {
      if (token.charAt(i) < '0' || token.charAt(i) > '9') {
        return -1;
      }
    }
    return Integer.parseInt(token);
  }

  /// One token as it stands in a pointer.
  public static String escape(String token) {
    return token.indexOf('~') < 0 && token.indexOf('/') < 0
        ? token
        : token.replace("~", "~0").replace("/", "~1");
  }

  @Override
  public String toString() {
    var text = new StringBuilder();
    for (String token : tokens) {
      text.append('/').append(escape(token));
    }
    return text.toString();
  }
}
