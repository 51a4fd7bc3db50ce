package dev.varve.base.json;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Members by name, in the order they were given. Order does not count for equality.
///
/// @param members copied; iteration keeps the given order
public record JsonObject(Map<String, Json> members) implements Json {
  public static final JsonObject EMPTY = new JsonObject(Map.of());

  public JsonObject {
    members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
  }

  /// The member's value, or null when there is none.
  public @Nullable Json get(String name) {
    return members.get(name);
  }

  /// The member's text, or null when there is no such member or it is not a string.
  public @Nullable String text(String name) {
    return members.get(name) instanceof JsonString string ? string.value() : null;
  }

  /// This object with one member added or replaced.
  public JsonObject with(String name, Json value) {
    var copy = new LinkedHashMap<String, Json>(members);
    copy.put(name, value);
    return new JsonObject(copy);
  }

  /// This object without one member.
  public JsonObject without(String name) {
    var copy = new LinkedHashMap<String, Json>(members);
    copy.remove(name);
    return new JsonObject(copy);
  }

  @Override
  public String toString() {
    return compact();
  }
}
