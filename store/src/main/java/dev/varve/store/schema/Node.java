package dev.varve.store.schema;

import dev.varve.store.diff.JsonPointer;
import java.util.ArrayList;
import java.util.List;

/// A schema or a part of one. Rules are added while the schema is read, since references may lead
/// to a part before it is complete.
final class Node {
  private final JsonPointer place;
  private final List<Rule> rules = new ArrayList<>();
  private final List<Node> inPlace = new ArrayList<>();

  Node(JsonPointer place) {
    this.place = place;
  }

  /// Where in the schema.
  JsonPointer place() {
    return place;
  }

  List<Rule> rules() {
    return rules;
  }

  void add(Rule rule) {
    rules.add(rule);
  }

  /// The parts that are applied to the same value as this one. A circle of these would never end.
  List<Node> inPlace() {
    return inPlace;
  }
}
