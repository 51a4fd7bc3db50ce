package dev.varve.control.identity;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonObject;
import dev.varve.control.identity.StoreAccess.Grant;
import dev.varve.control.identity.StoreAccess.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the store keeps of a key. The secret itself is not there: only whoever made the key has
/// seen it.
///
/// @param id names the key to people; part of its token
/// @param name who uses it: versions written with it have the author `key:NAME`
/// @param hash of the secret, as hex
/// @param expires from when on it opens nothing; null for never
public record ApiKey(
    String id,
    String name,
    String hash,
    List<Grant> grants,
    Instant created,
    @Nullable Instant expires) {

  public ApiKey {
    grants = List.copyOf(grants);
  }

  String actor() {
    return "key:" + name;
  }

  boolean isExpired(Instant now) {
    return expires != null && !now.isBefore(expires);
  }

  /// The document that is stored.
  JsonObject document() {
    return shown().without("id").with("hash", Json.of(hash));
  }

  /// What may be shown: everything but the hash.
  public JsonObject shown() {
    var members = new LinkedHashMap<String, Json>();
    members.put("id", Json.of(id));
    members.put("name", Json.of(name));
    members.put("grants", new JsonArray(grants.stream().map(ApiKey::json).toList()));
    members.put("created", Json.of(created.toString()));
    if (expires != null) {
      members.put("expires", Json.of(expires.toString()));
    }
    return new JsonObject(members);
  }

  private static Json json(Grant grant) {
    return Json.of("namespaces", Json.of(grant.namespaces()))
        .with("role", Json.of(grant.role().word()));
  }

  /// Reads what [#document] wrote.
  static ApiKey of(String id, Json document) {
    var object = (JsonObject) document;
    String expires = object.text("expires");
    return new ApiKey(
        id,
        text(object, "name"),
        text(object, "hash"),
        grants(object.get("grants")).orElseThrow(),
        Instant.parse(text(object, "created")),
        expires == null ? null : Instant.parse(expires));
  }

  private static String text(JsonObject object, String name) {
    return String.valueOf(object.text(name));
  }

  /// Reads `[{"namespaces": "app*", "role": "write"}]`; nothing when it is none.
  public static Optional<List<Grant>> grants(@Nullable Json json) {
    if (!(json instanceof JsonArray(List<Json> items))) {
      return Optional.empty();
    }
    var grants = new ArrayList<Grant>();
    for (Json item : items) {
      Optional<Grant> grant = grant(item);
      if (grant.isEmpty()) {
        return Optional.empty();
      }
      grants.add(grant.get());
    }
    return Optional.of(grants);
  }

  private static Optional<Grant> grant(Json json) {
    if (!(json instanceof JsonObject object) || object.members().size() != 2) {
      return Optional.empty();
    }
    String namespaces = object.text("namespaces");
    String word = object.text("role");
    if (namespaces == null
        || !namespaces.matches("[a-z0-9][a-z0-9._-]{0,62}|[a-z0-9._-]{0,62}\\*")) {
      return Optional.empty();
    }
    for (Role role : Role.values()) {
      if (role.word().equals(word)) {
        return Optional.of(new Grant(namespaces, role));
      }
    }
    return Optional.empty();
  }
}
