package dev.varve.store.view;

import dev.varve.base.Check;
import dev.varve.base.json.JsonObject;
import dev.varve.store.filter.ByteMatcher;
import dev.varve.store.filter.Row;
import dev.varve.store.query.Query;
import dev.varve.store.query.QueryLimits;
import dev.varve.store.query.QueryRunner;
import dev.varve.store.query.Results;
import dev.varve.store.query.SortKeys;
import dev.varve.store.query.Tallies;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The answer of a view, at a sequence number. Each change costs the same, however many documents
/// there are. Documents that match are held, for grouped views only the groups. One thread uses it.
///
/// At every sequence number the answer equals that of the query run afresh.
public final class ViewState {
  private final ViewDefinition definition;
  private final ByteMatcher matcher;
  private final SortKeys order;
  private final QueryLimits limits;
  private final @Nullable Tallies tallies;
  private final TreeMap<byte[], Row> rows = new TreeMap<>(Arrays::compareUnsigned);
  private long seq;

  /// An empty view; apply every document to it once.
  ///
  /// @param limits bound groups and different values
  public ViewState(ViewDefinition definition, QueryLimits limits) {
    this.definition = definition;
    this.limits = limits;
    Query query = definition.query();
    boolean grouped = query.aggregation().isGrouped();
    matcher = new ByteMatcher(query.filter());
    order = new SortKeys(grouped ? List.of() : query.sort());
    tallies = query.aggregation().isNone() ? null : new Tallies(query.aggregation(), true, limits);
  }

  public ViewDefinition definition() {
    return definition;
  }

  /// The number of the last change applied.
  public long seq() {
    return seq;
  }

  /// Takes in one change.
  ///
  /// @param before the version before; null for none, or one that was deleted
  /// @param after the version after; null for a deletion
  /// @param at the number of the change, not below the last
  public void apply(@Nullable Row before, @Nullable Row after, long at) {
    Check.that(Long.compareUnsigned(at, seq) >= 0, "view change", "not be older than " + seq, at);
    if (before != null && matcher.matches(before)) {
      remove(before);
    }
    if (after != null && matcher.matches(after)) {
      add(after);
    }
    seq = at;
  }

  private boolean holdsRows() {
    return !definition.query().aggregation().isGrouped();
  }

  private void add(Row row) {
    if (tallies != null) {
      tallies.add(row);
    }
    if (holdsRows()) {
      byte[] bytes = Arrays.copyOfRange(row.bytes(), row.start(), row.end());
      rows.put(
          order.of(row).copy(),
          new Row.Held(row.key(), row.seq(), row.timeMillis(), row.author(), bytes));
    }
  }

  private void remove(Row row) {
    if (tallies != null) {
      tallies.remove(row);
    }
    if (holdsRows()) {
      rows.remove(order.of(row).copy());
    }
  }

  /// The documents in order, cut to the fields wanted, up to the limit of the view; valid until the
  /// next change. The aggregates are those of the view, see [#aggregates].
  public Results documents() {
    Iterator<Row> all = rows.values().iterator();
    Query page = definition.query().withAggregation(dev.varve.store.query.Aggregation.NONE);
    return QueryRunner.run(
        page,
        dev.varve.store.filter.Filter.all(),
        () -> all.hasNext() ? all.next() : null,
        true,
        limits);
  }

  /// The aggregates over all documents that match; empty where the view has none, or has groups.
  public JsonObject aggregates() {
    return tallies == null || !holdsRows() ? JsonObject.EMPTY : tallies.total();
  }

  /// The groups of a grouped view, sorted, up to the limit of the view.
  public List<JsonObject> groups() {
    if (tallies == null || holdsRows()) {
      return List.of();
    }
    List<JsonObject> all = tallies.groups(definition.query().sort());
    return all.subList(0, Math.min(all.size(), definition.query().page().limit()));
  }
}
