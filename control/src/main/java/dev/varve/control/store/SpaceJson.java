package dev.varve.control.store;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonNumber;
import dev.varve.base.json.JsonObject;
import dev.varve.base.json.JsonString;
import dev.varve.base.unit.Span;
import dev.varve.store.Durability;
import dev.varve.store.NamespaceConfig;
import dev.varve.store.NamespaceStatus;
import dev.varve.store.Retention;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How a namespace keeps its documents, as JSON:
///
/// ```
/// {"retention": "all" | {"keepLast": 10} | {"keepFor": "30d"} | {"squash": "1h", "after": "7d"} |
///   {"ttl": "10m", "entries": 1000}, "durability": "sync" | "group" | "memory", "quotaBytes": 0}
/// ```
final class SpaceJson {
  private static final List<String> MEMBERS = List.of("retention", "durability", "quotaBytes");

  private SpaceJson() {}

  static JsonObject of(NamespaceStatus status) {
    var members = new LinkedHashMap<String, Json>();
    members.put("name", Json.of(status.name()));
    members.put("documents", Json.of(status.documents()));
    members.put("keys", Json.of(status.keys()));
    members.put("versions", Json.of(status.versions()));
    members.put("bytes", Json.of(status.bytes()));
    members.putAll(of(status.config()).members());
    return new JsonObject(members);
  }

  static JsonObject of(NamespaceConfig config) {
    var members = new LinkedHashMap<String, Json>();
    members.put("retention", retention(config.retention()));
    members.put("durability", Json.of(config.durability().name().toLowerCase(Locale.ROOT)));
    members.put("quotaBytes", Json.of(config.quotaBytes()));
    return new JsonObject(members);
  }

  private static Json retention(Retention retention) {
    return switch (retention) {
      case Retention.All _ -> Json.of("all");
      case Retention.KeepLast(int versions) -> Json.of("keepLast", Json.of(versions));
      case Retention.KeepFor(Duration age) -> Json.of("keepFor", Json.of(Span.format(age)));
      case Retention.Squash(Duration interval, Duration after) ->
          Json.of("squash", Json.of(Span.format(interval)))
              .with("after", Json.of(Span.format(after)));
      case Retention.None(Duration ttl, int entries) ->
          Json.of("ttl", Json.of(Span.format(ttl))).with("entries", Json.of(entries));
    };
  }

  /// Members that are not given keep what `now` says.
  static NamespaceConfig read(Json json, NamespaceConfig now) {
    if (!(json instanceof JsonObject object)) {
      throw StoreRequest.bad("config", "must be an object, but is of type " + json.kind());
    }
    for (String name : object.members().keySet()) {
      if (!MEMBERS.contains(name)) {
        throw StoreRequest.bad(
            "config#/" + name, "must be one of " + String.join(", ", MEMBERS) + ", but is " + name);
      }
    }
    Json retention = object.get("retention");
    Json durability = object.get("durability");
    Json quota = object.get("quotaBytes");
    try {
      return new NamespaceConfig(
          retention == null ? now.retention() : retention(retention),
          durability == null ? now.durability() : durability(durability),
          quota == null ? now.quotaBytes() : number("quotaBytes", quota));
    } catch (IllegalArgumentException e) {
      throw StoreRequest.bad("config", String.valueOf(e.getMessage()));
    }
  }

  private static Durability durability(Json json) {
    for (Durability each : Durability.values()) {
      if (json.equals(Json.of(each.name().toLowerCase(Locale.ROOT)))) {
        return each;
      }
    }
    throw StoreRequest.bad(
        "config#/durability", "must be sync, group or memory, but is " + json.compact());
  }

  private static Retention retention(Json json) {
    if (json.equals(Json.of("all"))) {
      return Retention.ALL;
    }
    if (json instanceof JsonObject object) {
      int size = object.members().size();
      if (size == 1 && object.get("keepLast") instanceof JsonNumber number) {
        return new Retention.KeepLast(Math.toIntExact(number("retention/keepLast", number)));
      }
      if (size == 1 && object.get("keepFor") instanceof JsonString(String age)) {
        return new Retention.KeepFor(Span.parse(age));
      }
      if (size == 2 && object.get("squash") instanceof JsonString(String interval)) {
        return new Retention.Squash(Span.parse(interval), span(object.text("after")));
      }
      if (size == 2 && object.get("ttl") instanceof JsonString(String ttl)) {
        Json entries = object.get("entries");
        return new Retention.None(
            Span.parse(ttl),
            entries == null ? 0 : Math.toIntExact(number("retention/entries", entries)));
      }
    }
    throw StoreRequest.bad(
        "config#/retention",
        "must be \"all\", {\"keepLast\": 10}, {\"keepFor\": \"30d\"}, {\"squash\": \"1h\","
            + " \"after\": \"7d\"} or {\"ttl\": \"10m\", \"entries\": 1000}, but is "
            + json.compact());
  }

  private static Duration span(@Nullable String text) {
    return Span.parse(text == null ? "" : text);
  }

  private static long number(String name, Json json) {
    if (json instanceof JsonNumber number
        && number.isLong()
        && number.longValue() >= 0
        && (name.equals("quotaBytes") || number.longValue() <= Integer.MAX_VALUE)) {
      return number.longValue();
    }
    throw StoreRequest.bad("config#/" + name, "must be a whole number, but is " + json.compact());
  }
}
