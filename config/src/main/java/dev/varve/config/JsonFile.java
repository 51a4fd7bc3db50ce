package dev.varve.config;

import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonObject;
import dev.varve.base.json.JsonString;
import dev.varve.base.json.JsonSyntaxException;
import dev.varve.config.source.Authored;
import dev.varve.config.source.ConfigCode;
import dev.varve.config.source.PlaceMap;
import dev.varve.config.source.SourceText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Reads strict JSON, then walks the value and its text side by side to learn the places.
final class JsonFile {
  private final String text;
  private final PlaceMap places;
  private int at;
  private int line = 1;
  private int lineStart;

  private JsonFile(String text, String file) {
    this.text = text;
    this.places = new PlaceMap(file);
  }

  /// @param file as it is shown in places
  static Authored read(String text, String file) {
    if (text.length() > SourceText.BYTES_MAX) {
      throw new Failure(new Problem(ConfigCode.TOO_LARGE, file, "must have at most 4 MiB", ""));
    }
    // RFC 8259, section 8.1: a byte order mark, which some editors write, may be ignored.
    String json = text.startsWith("\ufeff") ? text.substring(1) : text;
    Json value = parse(json, file);
    var reader = new JsonFile(json, file);
    reader.walk(value, new ArrayList<>());
    return new Authored(value, reader.places);
  }

  private static Json parse(String text, String file) {
    try {
      return Json.parse(text);
    } catch (JsonSyntaxException wrong) {
      String message = String.valueOf(wrong.getMessage());
      throw new Failure(
          new Problem(
              ConfigCode.UNREADABLE,
              file + ":" + wrong.line() + ":" + wrong.column(),
              "must be JSON, but " + message.substring(message.indexOf(": ") + 2),
              ""));
    }
  }

  /// The text is known to be well-formed: only its shape must be followed.
  private void walk(Json value, List<String> path) {
    skipSpace();
    note(path);
    switch (value) {
      case JsonObject object -> members(object, path);
      case JsonArray array -> items(array, path);
      case JsonString _ -> skipString();
      default -> skipWord();
    }
  }

  private void members(JsonObject object, List<String> path) {
    at++;
    for (Map.Entry<String, Json> member : object.members().entrySet()) {
      skipTo('"');
      int keyLine = line;
      int keyColumn = at - lineStart + 1;
      skipString();
      skipTo(':');
      at++;
      path.addLast(member.getKey());
      walk(member.getValue(), path);
      places.note(path, keyLine, keyColumn);
      path.removeLast();
    }
    skipTo('}');
    at++;
  }

  private void items(JsonArray array, List<String> path) {
    at++;
    for (int i = 0; i < array.items().size(); i++) {
      if (i > 0) {
        skipTo(',');
        at++;
      }
      path.addLast(Integer.toString(i));
      walk(array.items().get(i), path);
      path.removeLast();
    }
    skipTo(']');
    at++;
  }

  private void note(List<String> path) {
    places.note(path, line, at - lineStart + 1);
  }

  private void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      step();
    }
  }

  private void skipTo(char wanted) {
    while (text.charAt(at) != wanted) {
      step();
    }
  }

  private void step() {
    if (text.charAt(at++) == '\n') {
      line++;
      lineStart = at;
    }
  }

  private void skipString() {
    at++;
    while (text.charAt(at) != '"') {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    at++;
  }

  private void skipWord() {
    while (at < text.length() && ",]} \t\r\n".indexOf(text.charAt(at)) < 0) {
      at++;
    }
  }
}
