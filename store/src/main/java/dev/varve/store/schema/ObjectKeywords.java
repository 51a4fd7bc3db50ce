package dev.varve.store.schema;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonObject;
import dev.varve.store.diff.JsonPointer;
import dev.varve.store.filter.Regex;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The keywords about members of objects.
final class ObjectKeywords {
  private final Keywords keywords;

  /// Members whose names match.
  private record Matching(Regex regex, Node node) {}

  ObjectKeywords(Keywords keywords) {
    this.keywords = keywords;
  }

  void read(String name, Json value, JsonPointer place) {
    switch (name) {
      case "properties" -> properties(keywords.nodes(value, place));
      case "patternProperties" -> patterns(matching(value, place));
      case "additionalProperties" -> additional(value, place);
      case "propertyNames" -> propertyNames(keywords.node(value, place));
      case "required" -> required(keywords.names(value, place), place);
      case "dependentRequired" -> dependentRequired(value, place);
      case "unevaluatedProperties" -> unevaluated(keywords.node(value, place));
      default -> dependentSchemas(value, place);
    }
  }

  private void properties(Map<String, Node> nodes) {
    keywords.add((each, run) -> {
      if (each instanceof JsonObject(var members)) {
        members.forEach((name, value) -> {
          Node node = nodes.get(name);
          if (node != null) {
            run.marks().member(name);
            run.below(name, node, value);
          }
        });
      }
    });
  }

  private List<Matching> matching(Json value, JsonPointer place) {
    var all = new ArrayList<Matching>();
    keywords
        .nodes(value, place)
        .forEach((pattern, node) -> {
          Regex regex = keywords.regex(Json.of(pattern), place.child(pattern));
          if (regex != null) {
            all.add(new Matching(regex, node));
          }
        });
    return all;
  }

  private void patterns(List<Matching> all) {
    keywords.add((each, run) -> {
      if (each instanceof JsonObject(var members)) {
        members.forEach((name, value) -> {
          for (Matching matching : all) {
            if (matching.regex.finds(name)) {
              run.marks().member(name);
              run.below(name, matching.node, value);
            }
          }
        });
      }
    });
  }

  private void additional(Json value, JsonPointer place) {
    Node node = keywords.node(value, place);
    Set<String> named =
        keywords.sibling("properties") instanceof JsonObject(var members)
            ? members.keySet()
            : Set.of();
    var patterns = new ArrayList<Regex>();
    if (keywords.sibling("patternProperties") instanceof JsonObject(var schemas)) {
      for (String pattern : schemas.keySet()) {
        // A wrong pattern is reported where it stands; here it only must not be used.
        if (isRegex(pattern)) {
          patterns.add(Regex.of(pattern));
        }
      }
    }
    keywords.add((each, run) -> {
      if (each instanceof JsonObject(var present)) {
        present.forEach((name, member) -> {
          if (!named.contains(name) && patterns.stream().noneMatch(regex -> regex.finds(name))) {
            run.marks().member(name);
            run.below(name, node, member);
          }
        });
      }
    });
  }

  /// What is left when all other keywords, and the parts applied in place, have had their turn.
  private void unevaluated(Node node) {
    keywords.add((each, run) -> {
      if (each instanceof JsonObject(var present)) {
        present.forEach((name, member) -> {
          if (!run.marks().hasMember(name)) {
            run.marks().member(name);
            run.below(name, node, member);
          }
        });
      }
    });
  }

  private static boolean isRegex(String pattern) {
    try {
      return Regex.of(pattern).pattern().equals(pattern);
    } catch (dev.varve.base.Failure _) {
      return false;
    }
  }

  private void propertyNames(Node node) {
    keywords.add((each, run) -> {
      if (each instanceof JsonObject(var members)) {
        members.keySet().forEach(name -> run.below(name, node, Json.of(name)));
      }
    });
  }

  private void required(List<String> names, JsonPointer place) {
    keywords.add((each, run) -> {
      if (each instanceof JsonObject object) {
        require(object, names, run, place);
      }
    });
  }

  private static void require(JsonObject object, List<String> names, Run run, JsonPointer place) {
    for (String name : names) {
      if (object.get(name) == null) {
        run.wrong(place, "must have the member " + name + ", but has not");
      }
    }
  }

  private void dependentRequired(Json value, JsonPointer place) {
    if (!(value instanceof JsonObject(var members))) {
      keywords.wrong(place, "must be an object of arrays of names, but is of type " + value.kind());
      return;
    }
    var needs = new LinkedHashMap<String, List<String>>();
    members.forEach((name, list) -> needs.put(name, keywords.names(list, place.child(name))));
    keywords.add((each, run) -> {
      if (each instanceof JsonObject object) {
        needs.forEach((name, others) -> {
          if (object.get(name) != null) {
            require(object, others, run, place.child(name));
          }
        });
      }
    });
  }

  private void dependentSchemas(Json value, JsonPointer place) {
    if (!(value instanceof JsonObject(var members))) {
      keywords.wrong(place, "must be an object of schemas, but is of type " + value.kind());
      return;
    }
    var nodes = new LinkedHashMap<String, Node>();
    members.forEach((name, part) -> nodes.put(name, keywords.inPlace(part, place.child(name))));
    keywords.add((each, run) -> {
      if (each instanceof JsonObject object) {
        nodes.forEach((name, node) -> {
          if (object.get(name) != null) {
            run.check(node, each);
          }
        });
      }
    });
  }
}
