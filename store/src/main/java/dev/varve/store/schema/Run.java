package dev.varve.store.schema;

import dev.varve.base.Failure;
import dev.varve.base.json.Json;
import dev.varve.store.diff.JsonPointer;
import dev.varve.store.problem.StoreCode;
import java.util.ArrayList;
import java.util.List;

/// One check of one document: where it is, what it found, and how much it may still do.
final class Run {
  /// Schemas that try many alternatives at every level could work for ever on a small document.
  private static final int WORK_MAX = 1_000_000;

  private static final int BREACHES_MAX = 100;

  private final List<String> path = new ArrayList<>();
  private List<Breach> breaches = new ArrayList<>();
  private long work;

  List<Breach> breaches() {
    return breaches;
  }

  void wrong(JsonPointer rule, String message) {
    if (breaches.size() < BREACHES_MAX) {
      breaches.add(new Breach(new JsonPointer(path), rule, message));
    }
  }

  /// Checks a value at the place where the check is.
  void check(Node node, Json value) {
    for (Rule rule : node.rules()) {
      spend(1);
      rule.check(value, this);
    }
  }

  /// Counts what a check costs.
  void spend(long steps) {
    work += steps;
    if (work > WORK_MAX) {
      throw new Failure(
          StoreCode.SCHEMA_BROKEN,
          "a document must be checked in " + WORK_MAX + " steps, but needs more",
          "use fewer alternatives (anyOf, oneOf) within each other, and numbers of fewer digits");
    }
  }

  /// Checks a value one step further down.
  void below(String token, Node node, Json value) {
    path.add(token);
    check(node, value);
    path.removeLast();
  }

  /// What a value breaks, without reporting it.
  List<Breach> trial(Node node, Json value) {
    List<Breach> outer = breaches;
    breaches = new ArrayList<>();
    try {
      check(node, value);
      return breaches;
    } finally {
      breaches = outer;
    }
  }

  boolean passes(Node node, Json value) {
    return trial(node, value).isEmpty();
  }
}
