package dev.varve.base.json;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A JSON value (RFC 8259), immutable. Numbers are exact decimals: 64-bit integers and amounts of
/// money survive. Two values are equal when their canonical forms are.
public sealed interface Json
    permits JsonObject, JsonArray, JsonString, JsonNumber, JsonBoolean, JsonNull {

  /// Reads one value within the default limits.
  ///
  /// @throws JsonSyntaxException naming line and column
  static Json parse(String text) {
    return JsonReader.read(text.getBytes(StandardCharsets.UTF_8));
  }

  static JsonString of(String value) {
    return new JsonString(value);
  }

  static JsonNumber of(long value) {
    return JsonNumber.of(value);
  }

  static JsonBoolean of(boolean value) {
    return value ? JsonBoolean.TRUE : JsonBoolean.FALSE;
  }

  static JsonArray of(List<? extends Json> items) {
    return new JsonArray(List.copyOf(items));
  }

  static JsonObject of(Map<String, ? extends Json> members) {
    return new JsonObject(new LinkedHashMap<>(members));
  }

  /// An object of one member.
  static JsonObject of(String name, Json value) {
    return new JsonObject(Map.of(name, value));
  }

  /// Without white space, members in their own order.
  default String compact() {
    return JsonWriter.compact(this);
  }

  /// Indented by two spaces, members in their own order, ends with a line feed.
  default String pretty() {
    return JsonWriter.pretty(this);
  }

  /// The one form equal values share: sorted members, shortest exact numbers, UTF-8.
  default byte[] canonical() {
    return CanonicalBytes.of(this);
  }

  /// What a person calls this kind of value: object, array, string, number, boolean or null.
  default String kind() {
    return switch (this) {
      case JsonObject _ -> "object";
      case JsonArray _ -> "array";
      case JsonString _ -> "string";
      case JsonNumber _ -> "number";
      case JsonBoolean _ -> "boolean";
      case JsonNull _ -> "null";
    };
  }
}
