package dev.varve.config.profile;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonObject;
import dev.varve.base.json.JsonString;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Routes and their parts in the words an author would use.
final class Written {
  /// Names with a hash in them change with their content.
  static final String FOREVER = "public, max-age=31536000, immutable";

  /// Kept, but asked after each time: the answer is usually 304.
  static final String REVALIDATE = "no-cache";

  private Written() {}

  /// Members in the order given; those without a value are left out.
  static JsonObject object(Object... namesAndValues) {
    var members = new LinkedHashMap<String, Json>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      Json value = json(namesAndValues[i + 1]);
      if (!isEmpty(value)) {
        members.put((String) namesAndValues[i], value);
      }
    }
    return new JsonObject(members);
  }

  private static boolean isEmpty(Json value) {
    return value instanceof JsonObject object && object.members().isEmpty();
  }

  private static Json json(Object value) {
    return switch (value) {
      case Json json -> json;
      case String text -> Json.of(text);
      case Boolean flag -> Json.of((boolean) flag);
      case Integer number -> Json.of((long) number);
      case List<?> items -> Json.of(items.stream().map(Written::json).toList());
      default -> throw new IllegalArgumentException("a value must be plain, but is " + value);
    };
  }

  static JsonObject route(String path, Object... namesAndValues) {
    var members = new LinkedHashMap<String, Json>(Map.of("path", new JsonString(path)));
    members.putAll(object(namesAndValues).members());
    return new JsonObject(members);
  }

  /// Where a mounted site answers: `/*`, or everything below the prefix, which its files do not
  /// see.
  static JsonObject mounted(String prefix, Object... namesAndValues) {
    JsonObject route = route(prefix + "/*", namesAndValues);
    return prefix.isEmpty() ? route : route.with("stripPrefix", Json.of(prefix));
  }

  static JsonObject rule(String files, String cacheControl) {
    return object("files", files, "cacheControl", cacheControl);
  }

  /// The assets never change, everything else is asked after.
  static List<Json> rules(List<String> assets) {
    var rules = new ArrayList<Json>();
    assets.forEach(files -> rules.add(rule(files, FOREVER)));
    rules.add(rule("*", REVALIDATE));
    return rules;
  }

  /// A path below a directory as both were written.
  static String below(String dir, String name) {
    return dir.equals(".") ? name : dir.endsWith("/") ? dir + name : dir + "/" + name;
  }
}
