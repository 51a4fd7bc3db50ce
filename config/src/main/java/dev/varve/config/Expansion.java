package dev.varve.config;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonObject;
import dev.varve.config.source.Authored;
import dev.varve.config.source.ConfigCode;
import dev.varve.config.source.Positions;
import dev.varve.graph.shape.Reading;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Writes out what is short in `sites`: profiles and groups become plain routes, a list of routes
/// or a single one becomes a site. Remembers where each route was written.
final class Expansion implements Positions {
  private static final Set<String> SITE_KEYS =
      Set.of("routes", "aliases", "trailingSlash", "errorPages");
  private static final String ROUTES = "routes";
  private static final String USE = "use";
  private static final String SITES = "sites";

  private final Positions authored;
  private final Profiles profiles;
  private final Map<List<String>, List<String>> origins = new HashMap<>();

  private Expansion(Positions authored, Profiles profiles) {
    this.authored = authored;
    this.profiles = profiles;
  }

  /// @param problems where problems are told, with places of the authored value
  static Authored of(Authored authored, Profiles profiles, Reading problems) {
    var expansion = new Expansion(authored.positions(), profiles);
    return authored.value() instanceof JsonObject root
            && root.get(SITES) instanceof JsonObject sites
        ? new Authored(root.with(SITES, expansion.sites(sites, problems.at(SITES))), expansion)
        : authored;
  }

  private JsonObject sites(JsonObject sites, Reading at) {
    var expanded = new LinkedHashMap<String, Json>();
    sites.members().forEach((host, site) -> expanded.put(host, site(host, site, at.at(host))));
    return new JsonObject(expanded);
  }

  private Json site(String host, Json site, Reading at) {
    boolean whole =
        site instanceof JsonObject object
            && !object.members().containsKey(USE)
            && object.members().keySet().stream().anyMatch(SITE_KEYS::contains)
            && !object.members().containsKey("path");
    if (!whole) {
      return Json.of(ROUTES, routes(host, site, at));
    }
    var members = (JsonObject) site;
    Json routes = members.get(ROUTES);
    return routes == null ? members : members.with(ROUTES, routes(host, routes, at.at(ROUTES)));
  }

  private Json routes(String host, Json routes, Reading at) {
    var flat = new ArrayList<Written>();
    flatten(routes, at, new ArrayList<>(), flat);
    var values = new ArrayList<Json>();
    for (Written route : flat) {
      List<String> target = List.of(SITES, host, ROUTES, Integer.toString(values.size()));
      origins.put(target, route.origin());
      route.keyOrigins().forEach((key, origin) -> origins.put(longer(target, key), origin));
      values.add(route.value());
    }
    return new JsonArray(values);
  }

  /// A route and where it was written; some of its keys were written elsewhere.
  private record Written(Json value, List<String> origin, Map<String, List<String>> keyOrigins) {}

  /// What a group shares.
  private record Shared(JsonObject group, List<String> origin) {}

  private void flatten(Json item, Reading at, List<Shared> groups, List<Written> into) {
    switch (item) {
      case JsonArray list -> {
        for (int i = 0; i < list.items().size(); i++) {
          flatten(list.items().get(i), at.at(i), groups, into);
        }
      }
      case JsonObject use when use.get(USE) != null -> {
        for (JsonObject route : profiles.expand(use, at)) {
          into.add(merged(route, at, groups));
        }
      }
      case JsonObject group when group.get(ROUTES) != null -> group(group, at, groups, into);
      case JsonObject route -> into.add(merged(route, at, groups));
      default -> into.add(new Written(item, at.path(), Map.of()));
    }
  }

  private void group(JsonObject group, Reading at, List<Shared> groups, List<Written> into) {
    if (groups.size() == 8) {
      at.problem(ConfigCode.MALFORMED_GROUP, "must be at most eight groups deep", "");
      return;
    }
    var inner = new ArrayList<>(groups);
    inner.add(new Shared(group.without(ROUTES), at.path()));
    flatten(Objects.requireNonNull(group.get(ROUTES)), at.at(ROUTES), inner, into);
  }

  private static Written merged(JsonObject route, Reading at, List<Shared> groups) {
    JsonObject merged = route;
    var keyOrigins = new HashMap<String, List<String>>();
    for (Shared shared : groups.reversed()) {
      for (Map.Entry<String, Json> member : shared.group().members().entrySet()) {
        String key = member.getKey();
        if (!key.equals("path") && merged.get(key) == null) {
          merged = merged.with(key, member.getValue());
          keyOrigins.put(key, longer(shared.origin(), key));
        }
      }
      merged = joined(merged, shared, at);
    }
    return new Written(merged, at.path(), keyOrigins);
  }

  private static JsonObject joined(JsonObject route, Shared shared, Reading at) {
    String before = shared.group().text("path");
    if (before == null) {
      return route;
    }
    String prefix = before.endsWith("/*") ? before.substring(0, before.length() - 2) : before;
    prefix = prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
    String path = route.get("path") == null ? "/*" : route.text("path");
    if (path == null) {
      return route;
    }
    if (path.startsWith("~") || prefix.startsWith("~")) {
      at.problem(
          ConfigCode.MALFORMED_GROUP,
          "must have no regular expression as path in a group with a path, but is '" + path + "'",
          "write the route outside of the group");
      return route;
    }
    return route.with(
        "path", Json.of(path.equals("/") && !prefix.isEmpty() ? prefix : prefix + path));
  }

  private static List<String> longer(List<String> path, String step) {
    var longer = new ArrayList<>(path);
    longer.add(step);
    return List.copyOf(longer);
  }

  @Override
  public String at(List<String> path) {
    for (int length = path.size(); length > 0; length--) {
      List<String> origin = origins.get(path.subList(0, length));
      if (origin != null) {
        var whole = new ArrayList<>(origin);
        whole.addAll(path.subList(length, path.size()));
        return authored.at(whole);
      }
    }
    return authored.at(path);
  }
}
