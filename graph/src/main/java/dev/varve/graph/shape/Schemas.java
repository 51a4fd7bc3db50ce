package dev.varve.graph.shape;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonObject;
import java.util.List;

/// Small pieces of JSON Schema (draft 2020-12).
final class Schemas {
  private Schemas() {}

  static JsonObject reference(String name) {
    return JsonObject.EMPTY.with("$ref", Json.of("#/$defs/" + name));
  }

  static JsonObject type(String type) {
    return JsonObject.EMPTY.with("type", Json.of(type));
  }

  static JsonObject pattern(String pattern) {
    return type("string").with("pattern", Json.of(pattern));
  }

  static JsonObject words(List<String> words) {
    return JsonObject.EMPTY.with(
        "enum", new JsonArray(words.stream().<Json>map(Json::of).toList()));
  }

  static JsonObject whole(long least, long most) {
    return type("integer").with("minimum", Json.of(least)).with("maximum", Json.of(most));
  }

  static JsonObject listOf(JsonObject item) {
    return type("array").with("items", item);
  }

  static JsonObject mapOf(JsonObject value) {
    return type("object").with("additionalProperties", value);
  }
}
