package dev.varve.store.txn;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonNumber;
import dev.varve.base.json.JsonObject;
import dev.varve.base.unit.Span;
import dev.varve.store.Durability;
import dev.varve.store.NamespaceConfig;
import dev.varve.store.Retention;
import java.util.LinkedHashMap;
import java.util.Locale;

/// A namespace's configuration as the document that is kept of it.
public final class SpaceDocument {
  private SpaceDocument() {}

  static JsonObject of(int id, NamespaceConfig config) {
    return of(config).with("id", Json.of(id));
  }

  /// Without the namespace's number, which the core gives.
  public static JsonObject of(NamespaceConfig config) {
    var members = new LinkedHashMap<String, Json>();
    members.put("retention", retention(config.retention()));
    members.put("durability", Json.of(config.durability().name().toLowerCase(Locale.ROOT)));
    members.put("quotaBytes", Json.of(config.quotaBytes()));
    return new JsonObject(members);
  }

  private static Json retention(Retention retention) {
    return switch (retention) {
      case Retention.All _ -> Json.of("all");
      case Retention.KeepLast keep -> JsonObject.EMPTY.with("keepLast", Json.of(keep.versions()));
      case Retention.KeepFor keep ->
          JsonObject.EMPTY.with("keepFor", Json.of(Span.format(keep.age())));
      case Retention.Squash squash ->
          JsonObject.EMPTY
              .with("squash", Json.of(Span.format(squash.interval())))
              .with("after", Json.of(Span.format(squash.after())));
      case Retention.None none ->
          JsonObject.EMPTY
              .with("ttl", Json.of(Span.format(none.ttl())))
              .with("entries", Json.of(none.entries()));
    };
  }

  static int id(Json document) {
    return Math.toIntExact(number((JsonObject) document, "id"));
  }

  static NamespaceConfig config(Json json) {
    var document = (JsonObject) json;
    String durability = document.text("durability");
    return new NamespaceConfig(
        readRetention(document.get("retention")),
        durability == null
            ? Durability.SYNC
            : Durability.valueOf(durability.toUpperCase(Locale.ROOT)),
        number(document, "quotaBytes"));
  }

  private static Retention readRetention(@org.jspecify.annotations.Nullable Json json) {
    if (!(json instanceof JsonObject object)) {
      return Retention.ALL;
    }
    if (object.get("keepLast") != null) {
      return new Retention.KeepLast(Math.toIntExact(number(object, "keepLast")));
    }
    String keepFor = object.text("keepFor");
    if (keepFor != null) {
      return new Retention.KeepFor(Span.parse(keepFor));
    }
    String squash = object.text("squash");
    String after = object.text("after");
    if (squash != null && after != null) {
      return new Retention.Squash(Span.parse(squash), Span.parse(after));
    }
    String ttl = object.text("ttl");
    return ttl == null
        ? Retention.ALL
        : new Retention.None(Span.parse(ttl), Math.toIntExact(number(object, "entries")));
  }

  private static long number(JsonObject object, String name) {
    return object.get(name) instanceof JsonNumber number ? number.longValue() : 0;
  }
}
