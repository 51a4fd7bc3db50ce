package dev.varve.store.schema;

import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonBoolean;
import dev.varve.base.json.JsonObject;
import dev.varve.base.json.JsonString;
import dev.varve.store.diff.JsonPointer;
import dev.varve.store.problem.StoreCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads schemas: every part once, however often it is referred to.
final class SchemaReader {
  private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

  private static final Set<String> ANNOTATIONS =
      Set.of(
          "title",
          "description",
          "default",
          "examples",
          "deprecated",
          "readOnly",
          "writeOnly",
          "$comment",
          "$anchor",
          "$dynamicAnchor",
          "format",
          "contentEncoding",
          "contentMediaType",
          "contentSchema");

  /// Keywords that look at what all others of their schema have left.
  private static final Set<String> LAST = Set.of("unevaluatedProperties", "unevaluatedItems");

  private static final Map<String, String> UNSUPPORTED =
      Map.of(
          "$vocabulary", "leave it out",
          "$recursiveRef", "it is of an earlier draft; use $ref",
          "additionalItems", "it is of an earlier draft; use items beside prefixItems",
          "dependencies", "it is of an earlier draft; use dependentRequired or dependentSchemas");

  private final Json root;
  private final Map<JsonPointer, Node> nodes = new LinkedHashMap<>();
  private final Map<String, JsonPointer> anchors = new HashMap<>();
  private final List<Problem> problems = new ArrayList<>();
  private final List<JsonPointer> ignored = new ArrayList<>();
  private boolean marking;

  private SchemaReader(Json root) {
    this.root = root;
  }

  static JsonSchema read(Json schema) {
    var reader = new SchemaReader(schema);
    reader.findAnchors(schema, JsonPointer.ROOT);
    Node root = reader.node(schema, JsonPointer.ROOT);
    reader.refuseCircles();
    if (!reader.problems.isEmpty()) {
      throw new Failure(reader.problems);
    }
    return new JsonSchema(schema, root, reader.marking, reader.ignored);
  }

  private void findAnchors(Json json, JsonPointer place) {
    switch (json) {
      case JsonObject(var members) ->
          members.forEach((name, value) -> {
            boolean names = name.equals("$anchor") || name.equals("$dynamicAnchor");
            if (names && value instanceof JsonString(String anchor)) {
              anchors.put(anchor, place);
            }
            findAnchors(value, place.child(name));
          });
      case dev.varve.base.json.JsonArray(var items) -> {
        for (int i = 0; i < items.size(); i++) {
          findAnchors(items.get(i), place.child(Integer.toString(i)));
        }
      }
      default -> {}
    }
  }

  /// The part of the schema at a place.
  Node node(Json json, JsonPointer place) {
    Node known = nodes.get(place);
    if (known != null) {
      return known;
    }
    var node = new Node(place);
    nodes.put(place, node);
    switch (json) {
      case JsonBoolean.TRUE -> {}
      case JsonBoolean.FALSE -> node.add((_, run) -> run.wrong(place, "must not be there"));
      case JsonObject schema -> object(node, schema);
      default ->
          wrong(
              place,
              "a schema must be an object, true or false, but is of type " + json.kind(),
              "");
    }
    return node;
  }

  private void object(Node node, JsonObject schema) {
    var keywords = new Keywords(this, node, schema);
    schema
        .members()
        .forEach((name, value) -> {
          if (!LAST.contains(name)) {
            member(keywords, name, value, node.place().child(name));
          }
        });
    for (String name : LAST) {
      Json value = schema.get(name);
      if (value != null) {
        marking = true;
        keywords.read(name, value, node.place().child(name));
      }
    }
  }

  private void member(Keywords keywords, String name, Json value, JsonPointer place) {
    if (UNSUPPORTED.containsKey(name)) {
      wrong(place, name + " must not be used, since it is not checked", UNSUPPORTED.get(name));
    } else if (name.equals("$schema")) {
      dialect(place, value);
    } else if (name.equals("$id")) {
      id(place, value);
    } else if (!ANNOTATIONS.contains(name) && !keywords.read(name, value, place)) {
      ignored.add(place);
    }
  }

  private void dialect(JsonPointer place, Json value) {
    if (!(value instanceof JsonString(String uri))
        || !(uri.equals(DIALECT) || uri.equals(DIALECT + "#"))) {
      wrong(place, "$schema must be " + DIALECT + ", but is " + value.compact(), "");
    }
  }

  private void id(JsonPointer place, Json value) {
    if (place.tokens().size() != 1 || !(value instanceof JsonString)) {
      wrong(place, "$id must be a string at the top of the schema", "use $anchor for parts of it");
    }
  }

  /// The part that a reference leads to; null, and a problem, when it leads nowhere.
  @Nullable Node resolve(Json reference, JsonPointer place) {
    if (!(reference instanceof JsonString(String text)) || !text.startsWith("#")) {
      wrong(
          place,
          "$ref must be a reference within the schema, starting with #, but is "
              + reference.compact(),
          "copy the other schema into $defs");
      return null;
    }
    JsonPointer target = target(text.substring(1));
    Json found = target == null ? null : target.in(root);
    if (target == null || found == null) {
      wrong(place, "$ref must lead to a part of the schema, but " + text + " does not", "");
      return null;
    }
    return node(found, target);
  }

  private @Nullable JsonPointer target(String fragment) {
    if (!fragment.isEmpty() && fragment.charAt(0) != '/') {
      return anchors.get(fragment);
    }
    try {
      return JsonPointer.parse(
          java.net.URLDecoder.decode(
              fragment.replace("+", "%2B"), java.nio.charset.StandardCharsets.UTF_8));
    } catch (Failure | IllegalArgumentException _) {
      return null;
    }
  }

  private void refuseCircles() {
    var done = new HashSet<Node>();
    for (Node node : List.copyOf(nodes.values())) {
      circle(node, new HashSet<>(), done);
    }
  }

  private boolean circle(Node node, Set<Node> open, Set<Node> done) {
    if (done.contains(node)) {
      return false;
    }
    if (!open.add(node)) {
      wrong(
          node.place(),
          "a schema must not apply itself to the same value without end",
          "refer to it from properties or items");
      return true;
    }
    for (Node next : node.inPlace()) {
      if (circle(next, open, done)) {
        break;
      }
    }
    open.remove(node);
    done.add(node);
    return false;
  }

  void wrong(JsonPointer place, String message, String next) {
    problems.add(new Problem(StoreCode.BAD_SCHEMA, "schema#" + place, message, next));
  }
}
