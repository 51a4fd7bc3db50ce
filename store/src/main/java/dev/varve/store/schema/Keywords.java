package dev.varve.store.schema;

import dev.varve.base.Failure;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonBoolean;
import dev.varve.base.json.JsonNumber;
import dev.varve.base.json.JsonObject;
import dev.varve.base.json.JsonString;
import dev.varve.store.diff.JsonPointer;
import dev.varve.store.filter.Regex;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// Turns the keywords of one schema object into rules.
final class Keywords {
  private static final List<String> TYPES =
      List.of("null", "boolean", "object", "array", "number", "string", "integer");

  private final SchemaReader reader;
  private final Node node;
  private final JsonObject schema;

  Keywords(SchemaReader reader, Node node, JsonObject schema) {
    this.reader = reader;
    this.node = node;
    this.schema = schema;
  }

  /// Whether the keyword is known.
  boolean read(String name, Json value, JsonPointer place) {
    switch (name) {
      case "$ref", "$dynamicRef" -> reference(value, place);
      case "$defs" -> nodes(value, place);
      case "type" -> type(value, place);
      case "enum" -> choice(value, place);
      case "const" -> constant(value, place);
      case "allOf", "anyOf", "oneOf", "not", "if", "then", "else" -> logic(name, value, place);
      case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf" ->
          number(name, value, place);
      case "minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties" ->
          size(name, value, place);
      case "pattern" -> pattern(value, place);
      case "uniqueItems" -> unique(value, place);
      case "prefixItems", "items", "contains", "minContains", "maxContains", "unevaluatedItems" ->
          new ArrayKeywords(this).read(name, value, place);
      case "properties",
          "patternProperties",
          "additionalProperties",
          "propertyNames",
          "required",
          "dependentRequired",
          "dependentSchemas",
          "unevaluatedProperties" ->
          new ObjectKeywords(this).read(name, value, place);
      default -> {
        return false;
      }
    }
    return true;
  }

  void add(Rule rule) {
    node.add(rule);
  }

  @Nullable Json sibling(String name) {
    return schema.get(name);
  }

  JsonPointer place(String keyword) {
    return node.place().child(keyword);
  }

  /// A part that is applied to parts of the value.
  Node node(Json value, JsonPointer place) {
    return reader.node(value, place);
  }

  /// A part that is applied to the value itself.
  Node inPlace(Json value, JsonPointer place) {
    Node part = reader.node(value, place);
    node.inPlace().add(part);
    return part;
  }

  void wrong(JsonPointer place, String message) {
    reader.wrong(place, message, "");
  }

  private void reference(Json value, JsonPointer place) {
    Node target = reader.resolve(value, place);
    if (target != null) {
      node.inPlace().add(target);
      add((each, run) -> run.check(target, each));
    }
  }

  private void type(Json value, JsonPointer place) {
    List<Json> names = value instanceof JsonArray(var items) ? items : List.of(value);
    var types = new ArrayList<String>();
    for (Json name : names) {
      if (name instanceof JsonString(String type) && TYPES.contains(type)) {
        types.add(type);
      } else {
        wrong(
            place,
            "type must be one of " + String.join(", ", TYPES) + ", but is " + name.compact());
      }
    }
    String wanted = String.join(" or ", types);
    add((each, run) -> {
      boolean whole = each instanceof JsonNumber number && number.value().scale() <= 0;
      if (!types.contains(each.kind()) && !(whole && types.contains("integer"))) {
        run.wrong(place, "must be of type " + wanted + ", but is " + show(each));
      }
    });
  }

  private void choice(Json value, JsonPointer place) {
    if (!(value instanceof JsonArray(var items))) {
      wrong(place, "enum must be an array, but is of type " + value.kind());
      return;
    }
    var allowed = new HashSet<Json>(items);
    add((each, run) -> {
      if (!allowed.contains(each)) {
        run.wrong(place, "must be one of " + show(value) + ", but is " + show(each));
      }
    });
  }

  private void constant(Json value, JsonPointer place) {
    add((each, run) -> {
      if (!value.equals(each)) {
        run.wrong(place, "must be " + show(value) + ", but is " + show(each));
      }
    });
  }

  private void logic(String name, Json value, JsonPointer place) {
    switch (name) {
      case "allOf" -> {
        List<Node> parts = parts(value, place);
        add((each, run) -> parts.forEach(part -> run.check(part, each)));
      }
      case "anyOf" -> {
        List<Node> parts = parts(value, place);
        add((each, run) -> any(parts, each, run, place));
      }
      case "oneOf" -> {
        List<Node> parts = parts(value, place);
        add((each, run) -> one(parts, each, run, place));
      }
      case "not" -> {
        Node part = inPlace(value, place);
        add((each, run) -> {
          if (run.passesAside(part, each)) {
            run.wrong(place, "must not keep the rules of " + place + ", but does");
          }
        });
      }
      case "if" -> condition(inPlace(value, place));
      default -> inPlace(value, place);
    }
  }

  private List<Node> parts(Json value, JsonPointer place) {
    var parts = new ArrayList<Node>();
    if (value instanceof JsonArray(var items) && !items.isEmpty()) {
      for (int i = 0; i < items.size(); i++) {
        parts.add(inPlace(items.get(i), place.child(Integer.toString(i))));
      }
    } else {
      wrong(place, "must be an array of schemas, at least one");
    }
    return parts;
  }

  private static void any(List<Node> parts, Json value, Run run, JsonPointer place) {
    String nearest = "";
    int least = Integer.MAX_VALUE;
    boolean kept = false;
    for (Node part : parts) {
      List<Breach> breaches = run.trial(part, value);
      if (breaches.isEmpty()) {
        if (!run.isMarking()) {
          return;
        }
        kept = true;
        continue;
      }
      if (breaches.size() < least) {
        least = breaches.size();
        nearest = breaches.getFirst().toString();
      }
    }
    if (!kept) {
      run.wrong(
          place,
          "must keep one of "
              + parts.size()
              + " sets of rules, but keeps none; nearest: "
              + nearest);
    }
  }

  private static void one(List<Node> parts, Json value, Run run, JsonPointer place) {
    var kept = new ArrayList<Integer>();
    for (int i = 0; i < parts.size(); i++) {
      if (run.passes(parts.get(i), value)) {
        kept.add(i);
      }
    }
    if (kept.isEmpty()) {
      any(parts, value, run, place);
    } else if (kept.size() > 1) {
      run.wrong(
          place,
          "must keep exactly one of "
              + parts.size()
              + " sets of rules, but keeps those at "
              + kept);
    }
  }

  private void condition(Node test) {
    Json then = sibling("then");
    Json other = sibling("else");
    Node whenTrue = then == null ? null : inPlace(then, place("then"));
    Node whenFalse = other == null ? null : inPlace(other, place("else"));
    add((each, run) -> {
      Node chosen = run.passes(test, each) ? whenTrue : whenFalse;
      if (chosen != null) {
        run.check(chosen, each);
      }
    });
  }

  private void number(String name, Json value, JsonPointer place) {
    if (!(value instanceof JsonNumber given)
        || (name.equals("multipleOf") && given.value().signum() <= 0)) {
      wrong(place, name + " must be a number, multipleOf above 0, but is " + value.compact());
      return;
    }
    BigDecimal bound = given.value();
    add((each, run) -> {
      if (each instanceof JsonNumber number && !holds(name, number.value(), bound)) {
        run.wrong(place, "must be " + words(name) + show(value) + ", but is " + show(each));
      }
    });
  }

  private static boolean holds(String name, BigDecimal number, BigDecimal bound) {
    return switch (name) {
      case "minimum" -> number.compareTo(bound) >= 0;
      case "maximum" -> number.compareTo(bound) <= 0;
      case "exclusiveMinimum" -> number.compareTo(bound) > 0;
      case "exclusiveMaximum" -> number.compareTo(bound) < 0;
      default -> number.remainder(bound).signum() == 0;
    };
  }

  private static String words(String name) {
    return switch (name) {
      case "minimum" -> "at least ";
      case "maximum" -> "at most ";
      case "exclusiveMinimum" -> "above ";
      case "exclusiveMaximum" -> "below ";
      default -> "a multiple of ";
    };
  }

  private void size(String name, Json value, JsonPointer place) {
    int bound = count(value, place);
    ToIntFunction<Json> size =
        switch (name.substring(3)) {
          case "Length" ->
              each -> each instanceof JsonString(String s) ? s.codePointCount(0, s.length()) : -1;
          case "Items" -> each -> each instanceof JsonArray(var items) ? items.size() : -1;
          default -> each -> each instanceof JsonObject(var members) ? members.size() : -1;
        };
    String unit =
        switch (name.substring(3)) {
          case "Length" -> " characters";
          case "Items" -> " items";
          default -> " members";
        };
    boolean least = name.startsWith("min");
    add((each, run) -> {
      int found = size.applyAsInt(each);
      if (found >= 0 && (least ? found < bound : found > bound)) {
        String rule = least ? "must have at least " : "must have at most ";
        run.wrong(place, rule + bound + unit + ", but has " + found);
      }
    });
  }

  /// A whole number from 0, such as a length.
  int count(Json value, JsonPointer place) {
    if (value instanceof JsonNumber number && number.value().signum() >= 0 && number.isLong()) {
      return (int) Math.min(Integer.MAX_VALUE, number.longValue());
    }
    wrong(place, "must be a whole number from 0, but is " + value.compact());
    return 0;
  }

  private void pattern(Json value, JsonPointer place) {
    Regex regex = regex(value, place);
    add((each, run) -> {
      if (regex != null && each instanceof JsonString(String text) && !regex.finds(text)) {
        run.wrong(place, "must match " + regex + ", but is " + show(each));
      }
    });
  }

  @Nullable Regex regex(Json value, JsonPointer place) {
    if (!(value instanceof JsonString(String pattern))) {
      wrong(place, "must be a string, but is of type " + value.kind());
      return null;
    }
    try {
      return Regex.of(pattern);
    } catch (Failure e) {
      var problem = e.problems().getFirst();
      wrong(place, problem.message() + " at " + problem.where());
      return null;
    }
  }

  private void unique(Json value, JsonPointer place) {
    if (!(value instanceof JsonBoolean)) {
      wrong(place, "uniqueItems must be true or false, but is of type " + value.kind());
      return;
    }
    if (value == JsonBoolean.TRUE) {
      add((each, run) -> different(each, run, place));
    }
  }

  private static void different(Json value, Run run, JsonPointer place) {
    if (value instanceof JsonArray(var items)) {
      var seen = new LinkedHashMap<Json, Integer>();
      for (int i = 0; i < items.size(); i++) {
        Integer other = seen.putIfAbsent(items.get(i), i);
        if (other != null) {
          run.wrong(
              place,
              "must have different items, but those at " + other + " and " + i + " are equal");
          return;
        }
      }
    }
  }

  /// Parts by name.
  Map<String, Node> nodes(Json value, JsonPointer place) {
    var parts = new LinkedHashMap<String, Node>();
    if (value instanceof JsonObject(var members)) {
      members.forEach((name, part) -> parts.put(name, node(part, place.child(name))));
    } else {
      wrong(place, "must be an object of schemas, but is of type " + value.kind());
    }
    return parts;
  }

  /// Names, as in `required`.
  List<String> names(Json value, JsonPointer place) {
    if (value instanceof JsonArray(var items)
        && items.stream().allMatch(JsonString.class::isInstance)) {
      return items.stream().map(item -> ((JsonString) item).value()).distinct().toList();
    }
    wrong(place, "must be an array of names");
    return List.of();
  }

  static String show(Json value) {
    String text = value.compact();
    return text.length() <= 80 ? text : text.substring(0, 79) + "…";
  }
}
