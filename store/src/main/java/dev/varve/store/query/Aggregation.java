package dev.varve.store.query;

import dev.varve.base.Check;
import dev.varve.store.filter.FieldPath;
import java.util.HashSet;
import java.util.List;

/// What is worked out over the whole match, for each group of documents with equal values.
///
/// @param group at most 8 paths; empty for one group of all documents
/// @param aggregates at most 64, with different names
public record Aggregation(List<FieldPath> group, List<Aggregate> aggregates) {
  /// Nothing.
  public static final Aggregation NONE = new Aggregation(List.of(), List.of());

  public Aggregation {
    group = List.copyOf(group);
    aggregates = List.copyOf(aggregates);
    Check.that(group.size() <= 8, "group", "have at most 8 paths", group.size());
    Check.that(aggregates.size() <= 64, "aggregates", "be at most 64", aggregates.size());
    var names = new HashSet<String>();
    for (Aggregate aggregate : aggregates) {
      Check.that(names.add(aggregate.name()), "aggregates", "have different names", aggregate);
    }
  }

  /// Whether nothing is asked for.
  public boolean isNone() {
    return group.isEmpty() && aggregates.isEmpty();
  }

  /// Whether the answer is groups rather than documents.
  public boolean isGrouped() {
    return !group.isEmpty();
  }
}
