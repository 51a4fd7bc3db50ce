package dev.varve.config;

import dev.varve.base.Code;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonObject;
import dev.varve.config.source.ConfigCode;
import dev.varve.graph.Graph;
import dev.varve.graph.doc.ReferencePage;
import dev.varve.graph.doc.SchemaPage;
import dev.varve.graph.doc.TypePage;
import dev.varve.graph.shape.GraphCode;
import dev.varve.graph.shape.Part;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What is generated from the descriptions of the graph's records. Committed files are held to it.
public final class Pages {
  private static final String TYPES_HEAD =
      """
      // Generated from the records of the route graph; do not edit.

      /** A length of time: '250ms', '5s', '1m30s', '2h' or '7d'. */
      export type Duration = string
      /** An amount of bytes: '512B', '64KiB', '10MiB' or '2GB'. */
      export type Size = string
      /** So many in so long: '100/min', '5/s' or '20/10s'. */
      export type Rate = string
      /** What is looked up when Varve loads the graph. */
      export type Reference = { secret: string } | { env: string; default?: string }
      /** Text, or what is looked up when Varve loads the graph. */
      export type Value = string | Reference

      """;
  private static final String REFERENCE_HEAD =
      """
      # Configuration reference

      Generated from the records of the route graph; do not edit. How to write a configuration
      stands in [docs/config](../config/README.md).
      """;

  private static final String ROUTES = "#/$defs/Route";
  private static final String ITEM = "RouteItem";

  private Pages() {}

  /// The JSON Schema for `varve.yaml` and `varve.json`: the graph's, with groups and profiles where
  /// routes may stand.
  public static JsonObject schema(Profiles profiles) {
    JsonObject schema = SchemaPage.of(Graph.SHAPE, "Varve configuration");
    var definitions = (JsonObject) Objects.requireNonNull(schema.get("$defs"));
    var items = new ArrayList<Json>();
    items.add(reference("Route"));
    items.add(reference("Group"));
    var extended = (JsonObject) redirected(definitions);
    for (Profile<?> profile : profiles.all()) {
      String name = "Use-" + profile.name();
      items.add(reference(name));
      extended = extended.with(name, use(profile));
      for (Part part : ownParts(profile)) {
        extended = extended.with(part.name(), SchemaPage.definition(part));
      }
    }
    JsonObject route = (JsonObject) Objects.requireNonNull(extended.get("Route"));
    extended = extended.with("Group", group(route)).with(ITEM, anyOf(items));
    return schema.with("$defs", extended);
  }

  private static JsonObject reference(String name) {
    return Json.of("$ref", Json.of("#/$defs/" + name));
  }

  private static JsonObject anyOf(List<Json> items) {
    return Json.of("anyOf", Json.of(items));
  }

  /// The same with every mention of a route widened to what may stand in its place.
  private static Json redirected(Json json) {
    return switch (json) {
      case JsonObject object when ROUTES.equals(object.text("$ref")) -> reference(ITEM);
      case JsonObject object -> {
        var members = new LinkedHashMap<String, Json>();
        object.members().forEach((name, value) -> members.put(name, redirected(value)));
        yield new JsonObject(members);
      }
      case JsonArray array -> new JsonArray(array.items().stream().map(Pages::redirected).toList());
      default -> json;
    };
  }

  private static JsonObject group(JsonObject route) {
    var properties = (JsonObject) Objects.requireNonNull(route.get("properties"));
    Json routes =
        anyOf(
            List.of(
                reference(ITEM), Json.of("type", Json.of("array")).with("items", reference(ITEM))));
    return route
        .without("oneOf")
        .with("description", Json.of("Routes that share the other keys."))
        .with("properties", properties.with("routes", routes))
        .with("required", Json.of(List.of(Json.of("routes"))));
  }

  private static JsonObject use(Profile<?> profile) {
    JsonObject options = SchemaPage.definition(profile.options());
    var properties = (JsonObject) Objects.requireNonNull(options.get("properties"));
    var required = new ArrayList<Json>(List.of(Json.of("use")));
    if (options.get("required") instanceof JsonArray array) {
      required.addAll(array.items());
    }
    return options
        .with("properties", properties.with("use", Json.of("const", Json.of(profile.name()))))
        .with("required", new JsonArray(required));
  }

  /// The TypeScript declarations of everything that a configuration may hold.
  public static String types(Profiles profiles) {
    String graph = TypePage.of(Graph.SHAPE).replace("Route[] | Route", "RouteItem[] | RouteItem");
    var page = new StringBuilder(TYPES_HEAD).append(graph);
    var uses = new ArrayList<String>(List.of("Route", "Group"));
    var told = new HashSet<String>();
    for (Profile<?> profile : profiles.all()) {
      page.append(TypePage.declaration(profile.options())).append('\n');
      ownParts(profile).stream()
          .filter(part -> told.add(part.name()))
          .forEach(part -> page.append(TypePage.declaration(part)).append('\n'));
      uses.add("({ use: '" + profile.name() + "' } & " + profile.options().name() + ")");
    }
    page.append("/** Routes that share the other keys; its path is put before theirs. */\n");
    page.append("export interface Group extends Partial<Route> {\n");
    page.append("  routes: RouteItem[] | RouteItem\n}\n\n");
    page.append("/** What may stand where a route may. */\n");
    page.append("export type RouteItem = ").append(String.join(" | ", uses)).append('\n');
    return page.toString();
  }

  /// What the options of a profile hold that the graph does not.
  private static List<Part> ownParts(Profile<?> profile) {
    var graph = new LinkedHashMap<String, Part>();
    collect(Graph.SHAPE, graph);
    var own = new LinkedHashMap<String, Part>();
    collect(profile.options(), own);
    own.remove(profile.options().name());
    own.keySet().removeAll(graph.keySet());
    return List.copyOf(own.values());
  }

  private static void collect(Part part, Map<String, Part> into) {
    if (into.putIfAbsent(part.name(), part) == null) {
      part.fields()
          .forEach(field -> field.type().form().parts().forEach(inner -> collect(inner, into)));
    }
  }

  /// The reference page, in Markdown.
  public static String reference(Profiles profiles) {
    var codes = new ArrayList<Code>(List.of(ConfigCode.values()));
    codes.addAll(List.of(GraphCode.values()));
    var page = new StringBuilder(REFERENCE_HEAD).append(ReferencePage.keys(Graph.SHAPE));
    for (Profile<?> profile : profiles.all()) {
      page.append(ReferencePage.table(profile.options(), "use: " + profile.name()));
    }
    return page + "\n## Problems\n" + ReferencePage.codes(codes);
  }
}
