package dev.varve.control.store;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonBoolean;
import dev.varve.base.json.JsonObject;
import dev.varve.store.Action;
import dev.varve.store.Content;
import dev.varve.store.Version;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Versions as JSON.
final class VersionJson {
  private VersionJson() {}

  /// What a write is answered with.
  static JsonObject receipt(Version version) {
    var members = new LinkedHashMap<String, Json>();
    members.put("seq", Json.of(version.seq()));
    members.put("vid", Json.of(version.vid().hex()));
    members.put("cid", Json.of(version.cid().hex()));
    members.put("time", Json.of(version.time().toString()));
    members.put("previous", Json.of(version.previous()));
    return new JsonObject(members);
  }

  /// [#receipt] as text; what is in it needs no escapes.
  static String receiptText(Version version) {
    return "{\"seq\":"
        + version.seq()
        + ",\"vid\":\""
        + version.vid().hex()
        + "\",\"cid\":\""
        + version.cid().hex()
        + "\",\"time\":\""
        + version.time()
        + "\",\"previous\":"
        + version.previous()
        + "}";
  }

  /// Everything about a version but its value.
  static JsonObject head(Version version) {
    return new JsonObject(headMembers(version));
  }

  /// Everything about a version, with its value where there is one.
  static JsonObject envelope(Version version) {
    Map<String, Json> members = headMembers(version);
    if (version.hasValue()) {
      members.put("value", version.value());
    }
    return new JsonObject(members);
  }

  /// Writes [#envelope] as text, the value as it is stored.
  static void write(Version version, OutputStream out) throws IOException {
    String head = head(version).compact();
    if (version.content() instanceof Content.Value value) {
      out.write(utf8(head.substring(0, head.length() - 1) + ",\"value\":"));
      value.writeTo(out);
      out.write('}');
    } else {
      out.write(utf8(head));
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Map<String, Json> headMembers(Version version) {
    var members = new LinkedHashMap<String, Json>();
    members.put("namespace", Json.of(version.namespace()));
    members.put("key", Json.of(version.key()));
    members.putAll(receipt(version).members());
    members.put("number", Json.of(version.number()));
    members.put("action", Json.of(action(version)));
    members.put("author", Json.of(version.origin().author()));
    members.put("message", Json.of(version.origin().message()));
    members.put(
        "parents",
        new JsonArray(version.parents().stream().map(p -> (Json) Json.of(p.hex())).toList()));
    switch (version.content()) {
      case Content.Value _ -> {}
      case Content.Tombstone _ -> members.put("deleted", JsonBoolean.TRUE);
      case Content.Erased _ -> members.put("erased", JsonBoolean.TRUE);
    }
    return members;
  }

  static String action(Version version) {
    return word(version.action());
  }

  private static String word(Action action) {
    return action.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// The words for all that a write may have done, in order.
  static Set<String> actions() {
    return Stream.of(Action.values())
        .map(VersionJson::word)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  static String etag(Version version) {
    return '"' + version.cid().hex() + '"';
  }
}
