package dev.varve.store.query.plan;

import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonObject;
import dev.varve.base.json.JsonString;
import dev.varve.store.filter.FieldPath;
import dev.varve.store.problem.StoreCode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;

/// An index of a namespace. It has one entry for every document, those without the paths included,
/// in the order of the values at the paths, then of the keys.
///
/// @param name unique in its namespace
/// @param paths one to eight, all different, into the document
public record IndexDefinition(String namespace, String name, List<FieldPath> paths) {
  private static final int PATHS_MAX = 8;

  public IndexDefinition {
    paths = List.copyOf(paths);
    if (name.isBlank()) {
      throw wrong(name, "must have a name");
    }
    if (paths.isEmpty() || paths.size() > PATHS_MAX) {
      throw wrong(name, "must have 1 to " + PATHS_MAX + " paths, but has " + paths.size());
    }
    if (new HashSet<>(paths).size() < paths.size()) {
      throw wrong(name, "must have different paths, but has " + paths);
    }
    if (paths.stream().anyMatch(FieldPath::isMeta)) {
      throw wrong(name, "must have paths into the document, but has " + paths);
    }
  }

  private static Failure wrong(String name, String rule) {
    return new Failure(new Problem(StoreCode.BAD_INDEX, "index " + name, "an index " + rule, ""));
  }

  /// Reads `{"name": "by-age", "paths": ["age", "name"]}`.
  ///
  /// @throws Failure when a member is wrong or unknown
  public static IndexDefinition of(String namespace, Json json) {
    if (!(json instanceof JsonObject object)
        || !(object.get("paths") instanceof JsonArray(var items))
        || !(object.get("name") instanceof JsonString(String name))
        || object.members().size() != 2) {
      throw wrong("", "must be an object of name and paths, but is " + json.compact());
    }
    var paths = new ArrayList<FieldPath>();
    for (Json item : items) {
      if (!(item instanceof JsonString(String path))) {
        throw wrong(name, "must have paths that are strings, but has " + item.compact());
      }
      paths.add(FieldPath.parse(path));
    }
    return new IndexDefinition(namespace, name, paths);
  }

  /// The JSON form, without the namespace.
  public Json json() {
    var members = new LinkedHashMap<String, Json>();
    members.put("name", Json.of(name));
    members.put(
        "paths",
        new JsonArray(paths.stream().map(path -> (Json) Json.of(path.toString())).toList()));
    return new JsonObject(members);
  }
}
