package dev.varve.store.diff;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonNull;
import dev.varve.base.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Changes to a document by RFC 7396: objects are merged member by member, null takes a member
/// away, anything else replaces.
public final class MergePatch {
  private MergePatch() {}

  /// The document after the change. Never fails.
  ///
  /// @param document null where there is none yet
  public static Json apply(@Nullable Json document, Json patch) {
    if (!(patch instanceof JsonObject(var changes))) {
      return patch;
    }
    var members = new LinkedHashMap<String, Json>();
    if (document instanceof JsonObject(var present)) {
      members.putAll(present);
    }
    for (Map.Entry<String, Json> change : changes.entrySet()) {
      if (change.getValue() == JsonNull.NULL) {
        members.remove(change.getKey());
      } else {
        members.put(change.getKey(), apply(members.get(change.getKey()), change.getValue()));
      }
    }
    return new JsonObject(members);
  }

  /// A merge patch that makes `after` of `before`; nothing where there is none, since a merge patch
  /// cannot put a null into an object.
  public static Optional<Json> between(Json before, Json after) {
    return Optional.ofNullable(difference(before, after));
  }

  private static @Nullable Json difference(Json before, Json after) {
    if (!(after instanceof JsonObject(var wanted))) {
      return after;
    }
    if (!(before instanceof JsonObject(var present))) {
      return hasNullMember(after) ? null : after;
    }
    var changes = new LinkedHashMap<String, Json>();
    for (String name : present.keySet()) {
      if (!wanted.containsKey(name)) {
        changes.put(name, JsonNull.NULL);
      }
    }
    for (Map.Entry<String, Json> member : wanted.entrySet()) {
      Json old = present.get(member.getKey());
      if (member.getValue().equals(old)) {
        continue;
      }
      Json change = old == null ? whole(member.getValue()) : difference(old, member.getValue());
      if (change == null || change == JsonNull.NULL) {
        return null;
      }
      changes.put(member.getKey(), change);
    }
    return new JsonObject(changes);
  }

  private static @Nullable Json whole(Json value) {
    return hasNullMember(value) ? null : value;
  }

  /// Arrays are put as they are, nulls within them included.
  private static boolean hasNullMember(Json value) {
    return value instanceof JsonObject(var members)
        && members.values().stream()
            .anyMatch(member -> member == JsonNull.NULL || hasNullMember(member));
  }
}
