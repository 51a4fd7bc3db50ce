package dev.varve.graph.plan;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonObject;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One thing that is added, removed or changed.
///
/// @param thing what it is: listener, tls, upstream, auth, site, route, stream or setting
/// @param name which one
/// @param details what differs within it; empty when it is added or removed
/// @param effect what happens to connections and requests in progress
public record Change(Kind kind, Thing thing, String name, List<Detail> details, String effect) {
  /// Whether it is there before, after or both.
  public enum Kind {
    ADDED("+"),
    REMOVED("-"),
    CHANGED("~");

    private final String sign;

    Kind(String sign) {
      this.sign = sign;
    }

    String sign() {
      return sign;
    }
  }

  /// Parts of a graph that change on their own.
  public enum Thing {
    LISTENER,
    TLS,
    UPSTREAM,
    AUTH,
    SITE,
    ROUTE,
    STREAM,
    SETTING
  }

  /// A value that differs.
  ///
  /// @param path within the thing
  /// @param before null when it was not there
  /// @param after null when it is gone
  public record Detail(String path, @Nullable Json before, @Nullable Json after) {
    @Override
    public String toString() {
      return path + ": " + shown(before) + " -> " + shown(after);
    }

    private static String shown(@Nullable Json value) {
      return value == null ? "nothing" : value.compact();
    }

    JsonObject json() {
      JsonObject json = JsonObject.EMPTY.with("path", Json.of(path));
      json = before == null ? json : json.with("before", before);
      return after == null ? json : json.with("after", after);
    }
  }

  public Change {
    details = List.copyOf(details);
  }

  private String thingName() {
    return thing.name().toLowerCase(Locale.ROOT);
  }

  JsonObject json() {
    return JsonObject.EMPTY
        .with("kind", Json.of(kind.name().toLowerCase(Locale.ROOT)))
        .with("thing", Json.of(thingName()))
        .with("name", Json.of(name))
        .with("details", new JsonArray(details.stream().<Json>map(Detail::json).toList()))
        .with("effect", Json.of(effect));
  }

  @Override
  public String toString() {
    var text = new StringBuilder();
    text.append(kind.sign()).append(' ').append(thingName()).append(' ').append(name).append('\n');
    details.forEach(detail -> text.append("    ").append(detail).append('\n'));
    return text.append("    ").append(effect).append('\n').toString();
  }
}
