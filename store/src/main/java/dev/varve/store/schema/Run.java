package dev.varve.store.schema;

import dev.varve.base.Failure;
import dev.varve.base.json.Json;
import dev.varve.store.diff.JsonPointer;
import dev.varve.store.problem.StoreCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One check of one document: where it is, what it found, and how much it may still do.
final class Run {
  /// Schemas that try many alternatives at every level could work for ever on a small document.
  private static final int WORK_MAX = 1_000_000;

  private static final int BREACHES_MAX = 100;

  private final List<String> path = new ArrayList<>();
  private final boolean marking;
  private List<Breach> breaches = new ArrayList<>();
  private @Nullable Marks marks;
  private int work;
  private int faults;

  /// @param marking whether the schema asks which members and items its rules have looked at
  Run(boolean marking) {
    this.marking = marking;
  }

  List<Breach> breaches() {
    return breaches;
  }

  /// Whether every part of a schema has to be tried, for what it looks at.
  boolean isMarking() {
    return marking;
  }

  /// What the schema that is being applied has looked at in the value.
  Marks marks() {
    return marks == null ? Marks.NONE : marks;
  }

  void wrong(JsonPointer rule, String message) {
    faults++;
    if (breaches.size() < BREACHES_MAX) {
      breaches.add(new Breach(new JsonPointer(path), rule, message));
    }
  }

  /// Checks a value at the place where the check is. What a part of a schema that keeps its rules
  /// has looked at counts for the whole.
  void check(Node node, Json value) {
    if (!marking) {
      apply(node, value);
      return;
    }
    Marks outer = marks;
    int before = faults;
    marks = new Marks();
    try {
      apply(node, value);
      if (outer != null && faults == before) {
        outer.add(marks);
      }
    } finally {
      marks = outer;
    }
  }

  private void apply(Node node, Json value) {
    for (Rule rule : node.rules()) {
      if (++work > WORK_MAX) {
        throw new Failure(
            StoreCode.SCHEMA_BROKEN,
            "a document must be checked in " + WORK_MAX + " steps, but needs more",
            "use fewer alternatives (anyOf, oneOf) within each other");
      }
      rule.check(value, this);
    }
  }

  /// Checks a value one step further down.
  void below(String token, Node node, Json value) {
    Marks outer = marks;
    marks = null;
    path.add(token);
    check(node, value);
    path.removeLast();
    marks = outer;
  }

  /// What a value breaks, without reporting it.
  List<Breach> trial(Node node, Json value) {
    List<Breach> outer = breaches;
    int before = faults;
    breaches = new ArrayList<>();
    try {
      check(node, value);
      return breaches;
    } finally {
      breaches = outer;
      faults = before;
    }
  }

  boolean passes(Node node, Json value) {
    return trial(node, value).isEmpty();
  }

  /// The same for a schema that says nothing about what it looks at: one that must not hold, or
  /// that is for another value.
  boolean passesAside(Node node, Json value) {
    Marks outer = marks;
    marks = null;
    try {
      return passes(node, value);
    } finally {
      marks = outer;
    }
  }
}
