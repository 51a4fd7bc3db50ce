package dev.varve.store.schema;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.store.diff.JsonPointer;
import java.util.ArrayList;
import java.util.List;

/// The keywords about items of arrays.
final class ArrayKeywords {
  private final Keywords keywords;

  ArrayKeywords(Keywords keywords) {
    this.keywords = keywords;
  }

  void read(String name, Json value, JsonPointer place) {
    switch (name) {
      case "prefixItems" -> prefix(value, place);
      case "items" -> rest(value, place);
      case "contains" -> contains(value, place);
      case "unevaluatedItems" -> unevaluated(keywords.node(value, place));
      default -> keywords.count(value, place);
    }
  }

  private void prefix(Json value, JsonPointer place) {
    if (!(value instanceof JsonArray(var schemas)) || schemas.isEmpty()) {
      keywords.wrong(place, "prefixItems must be an array of schemas, at least one");
      return;
    }
    var nodes = new ArrayList<Node>();
    for (int i = 0; i < schemas.size(); i++) {
      nodes.add(keywords.node(schemas.get(i), place.child(Integer.toString(i))));
    }
    keywords.add((each, run) -> {
      if (each instanceof JsonArray(var items)) {
        for (int i = 0; i < Math.min(items.size(), nodes.size()); i++) {
          run.marks().item(i);
          run.below(Integer.toString(i), nodes.get(i), items.get(i));
        }
      }
    });
  }

  private void rest(Json value, JsonPointer place) {
    if (value instanceof JsonArray) {
      keywords.wrong(place, "items must be a schema; for one schema a position use prefixItems");
      return;
    }
    Node node = keywords.node(value, place);
    int first =
        keywords.sibling("prefixItems") instanceof JsonArray(List<Json> prefix) ? prefix.size() : 0;
    keywords.add((each, run) -> {
      if (each instanceof JsonArray(var items)) {
        for (int i = first; i < items.size(); i++) {
          run.marks().item(i);
          run.below(Integer.toString(i), node, items.get(i));
        }
      }
    });
  }

  private void contains(Json value, JsonPointer place) {
    Node node = keywords.node(value, place);
    Json least = keywords.sibling("minContains");
    Json most = keywords.sibling("maxContains");
    int min = least == null ? 1 : keywords.count(least, keywords.place("minContains"));
    int max =
        most == null ? Integer.MAX_VALUE : keywords.count(most, keywords.place("maxContains"));
    keywords.add((each, run) -> {
      if (each instanceof JsonArray(var items)) {
        int found = 0;
        for (int i = 0; i < items.size(); i++) {
          if (run.passesAside(node, items.get(i))) {
            run.marks().item(i);
            found++;
          }
        }
        report(found, min, max, run, place);
      }
    });
  }

  /// What is left when all other keywords, and the parts applied in place, have had their turn.
  private void unevaluated(Node node) {
    keywords.add((each, run) -> {
      if (each instanceof JsonArray(var items)) {
        for (int i = 0; i < items.size(); i++) {
          if (!run.marks().hasItem(i)) {
            run.marks().item(i);
            run.below(Integer.toString(i), node, items.get(i));
          }
        }
      }
    });
  }

  private static void report(int found, int min, int max, Run run, JsonPointer place) {
    if (found < min) {
      run.wrong(
          place, "must have at least " + min + " items that keep " + place + ", but has " + found);
    }
    if (found > max) {
      run.wrong(
          place, "must have at most " + max + " items that keep " + place + ", but has " + found);
    }
  }
}
