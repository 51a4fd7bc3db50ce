package dev.varve.control.version;

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
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Versions as JSON.
public final class VersionJson {
  private static final Map<Action, String> WORDS = new EnumMap<>(Action.class);

  static {
    for (Action action : Action.values()) {
      WORDS.put(action, action.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
  }

  /// Of the members of an envelope, by those who want it brief.
  private static final Set<String> LEFT_OUT =
      Set.of("vid", "cid", "time", "previous", "author", "message", "parents");

  private VersionJson() {}

  /// What a write is answered with.
  public static JsonObject receipt(Version version) {
    var members = new LinkedHashMap<String, Json>();
    members.put("seq", Json.of(version.seq()));
    members.put("vid", Json.of(version.vid().hex()));
    members.put("cid", Json.of(version.cid().hex()));
    members.put("time", Json.of(version.time().toString()));
    members.put("previous", Json.of(version.previous()));
    return new JsonObject(members);
  }

  /// [#receipt] as text; what is in it needs no escapes.
  public static String receiptText(Version version) {
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
  public static JsonObject head(Version version) {
    return new JsonObject(headMembers(version));
  }

  /// Everything about a version, with its value where there is one.
  public static JsonObject envelope(Version version) {
    Map<String, Json> members = headMembers(version);
    if (version.hasValue()) {
      members.put("value", version.value());
    }
    return new JsonObject(members);
  }

  /// What [#briefHead] says, with its value where there is one.
  public static JsonObject brief(Version version) {
    Map<String, Json> members = headMembers(version);
    members.keySet().removeAll(LEFT_OUT);
    if (version.hasValue()) {
      members.put("value", version.value());
    }
    return new JsonObject(members);
  }

  /// Writes [#envelope] as text, the value as it is stored.
  public static void write(Version version, OutputStream out) throws IOException {
    write(headText(version), version, out);
  }

  /// Writes the value and the end behind a head.
  ///
  /// @param head as of [#headText], or with something before it
  public static void write(String head, Version version, OutputStream out) throws IOException {
    if (version.content() instanceof Content.Value value) {
      out.write(utf8(head + ",\"value\":"));
      value.writeTo(out);
      out.write('}');
    } else {
      out.write(utf8(head + '}'));
    }
  }

  /// [#head] as text but for its end, made without objects in between.
  public static String headText(Version version) {
    var text = new StringBuilder(512).append("{\"namespace\":");
    text.append(quoted(version.namespace())).append(",\"key\":").append(quoted(version.key()));
    String receipt = receiptText(version);
    text.append(',').append(receipt, 1, receipt.length() - 1);
    text.append(",\"number\":").append(version.number());
    text.append(",\"action\":\"").append(action(version)).append('"');
    text.append(",\"author\":").append(quoted(version.origin().author()));
    text.append(",\"message\":").append(quoted(version.origin().message()));
    text.append(",\"parents\":[");
    for (int i = 0; i < version.parents().size(); i++) {
      text.append(i == 0 ? "\"" : ",\"").append(version.parents().get(i).hex()).append('"');
    }
    return ended(text.append(']'), version);
  }

  /// What says which version it is: key, seq, number and action, and the namespace.
  public static String briefHead(Version version) {
    var text = new StringBuilder(128).append("{\"namespace\":");
    text.append(quoted(version.namespace())).append(",\"key\":").append(quoted(version.key()));
    text.append(",\"seq\":").append(version.seq()).append(",\"number\":").append(version.number());
    text.append(",\"action\":\"").append(action(version)).append('"');
    return ended(text, version);
  }

  private static String ended(StringBuilder text, Version version) {
    switch (version.content()) {
      case Content.Value _ -> {}
      case Content.Tombstone _ -> text.append(",\"deleted\":true");
      case Content.Erased _ -> text.append(",\"erased\":true");
    }
    return text.toString();
  }

  private static String quoted(String text) {
    return text.isEmpty() ? "\"\"" : Json.of(text).compact();
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

  public static String action(Version version) {
    return String.valueOf(WORDS.get(version.action()));
  }

  /// The words for all that a write may have done, in order.
  public static Set<String> actions() {
    return new LinkedHashSet<>(WORDS.values());
  }

  public static String etag(Version version) {
    return '"' + version.cid().hex() + '"';
  }
}
