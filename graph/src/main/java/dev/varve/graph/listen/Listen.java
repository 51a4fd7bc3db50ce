package dev.varve.graph.listen;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonNumber;
import dev.varve.base.json.JsonObject;
import dev.varve.base.json.JsonString;
import dev.varve.graph.shape.Form;
import dev.varve.graph.shape.Reading;
import dev.varve.graph.shape.Type;
import dev.varve.graph.shape.Types;
import dev.varve.graph.upstream.Upstreams;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Listeners by name. What is left out follows from the name: `https` speaks TLS, and `http` sends
/// clients there if there is one. A port or an address may stand for a whole listener.
public final class Listen implements Type<SortedMap<String, Listener>> {
  /// The type.
  public static final Type<SortedMap<String, Listener>> TYPE = new Listen();

  /// No listener: the program chooses.
  public static final SortedMap<String, Listener> NONE =
      Collections.unmodifiableSortedMap(new TreeMap<>());

  private static final String HTTP = "http";
  private static final String HTTPS = "https";
  private static final Type<SortedMap<String, Listener>> FULL =
      Types.map("name", Upstreams::plainName, Listener.SHAPE);

  private Listen() {}

  @Override
  public @Nullable SortedMap<String, Listener> read(Json json, Reading at) {
    return json instanceof JsonObject object
        ? FULL.read(completed(object), at)
        : FULL.read(json, at);
  }

  private static JsonObject completed(JsonObject listeners) {
    var completed = new LinkedHashMap<String, Json>();
    for (Map.Entry<String, Json> one : listeners.members().entrySet()) {
      Json full =
          switch (one.getValue()) {
            case JsonNumber port -> Json.of("address", Json.of(":" + port));
            case JsonString address -> Json.of("address", address);
            case Json other -> other;
          };
      completed.put(
          one.getKey(),
          full instanceof JsonObject object ? named(one.getKey(), object, listeners) : full);
    }
    return new JsonObject(completed);
  }

  private static JsonObject named(String name, JsonObject listener, JsonObject all) {
    return switch (name) {
      case HTTPS -> withIfAbsent(listener, "tls");
      case HTTP ->
          all.get(HTTPS) == null || listener.get("tls") != null
              ? listener
              : withIfAbsent(listener, "redirectToHttps");
      default -> listener;
    };
  }

  private static JsonObject withIfAbsent(JsonObject object, String key) {
    return object.get(key) == null ? object.with(key, Json.of(true)) : object;
  }

  @Override
  public Json write(SortedMap<String, Listener> value) {
    return FULL.write(value);
  }

  @Override
  public Json brief(SortedMap<String, Listener> value) {
    var members = new LinkedHashMap<String, Json>();
    for (Map.Entry<String, Listener> one : value.entrySet()) {
      var brief = (JsonObject) Listener.SHAPE.brief(one.getValue());
      members.put(one.getKey(), told(one.getKey(), one.getValue(), brief));
    }
    return new JsonObject(members);
  }

  /// What follows from the name is written where it does not hold.
  private static JsonObject told(String name, Listener listener, JsonObject brief) {
    return switch (name) {
      case HTTPS -> brief.with("tls", Json.of(listener.tls()));
      case HTTP -> brief.with("redirectToHttps", Json.of(listener.redirectToHttps()));
      default -> brief;
    };
  }

  @Override
  public Form form() {
    Form any = Listener.SHAPE.form().or(Types.whole(1, 65_535).form()).or(Types.anyText().form());
    return new Form(
        "an object from name to port, address or Listener",
        JsonObject.EMPTY.with("type", Json.of("object")).with("additionalProperties", any.schema()),
        "Record<string, " + any.typescript() + ">",
        any.parts());
  }

  @Override
  public boolean accepts(Json json) {
    return json instanceof JsonObject;
  }
}
