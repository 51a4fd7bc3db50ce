package dev.varve.store.query;

import dev.varve.store.filter.ByteMatcher;
import dev.varve.store.filter.Filter;
import dev.varve.store.filter.OrderedBytes;
import dev.varve.store.filter.Row;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Runs queries over rows, in memory that does not grow with their number: rows that come in the
/// order of the query stream through; otherwise a heap holds no more than the page. What must be
/// held beyond that is bounded by [QueryLimits].
public final class QueryRunner {
  private final Query query;
  private final Filter filter;
  private final ByteMatcher matcher;
  private final SortKeys order;
  private final @Nullable Tallies tallies;
  private final byte @Nullable [] after;

  private QueryRunner(Query query, Filter filter, QueryLimits limits) {
    this.query = query;
    this.filter = filter;
    matcher = new ByteMatcher(filter);
    order = new SortKeys(query.aggregation().isGrouped() ? List.of() : query.sort());
    tallies = query.aggregation().isNone() ? null : new Tallies(query.aggregation(), false, limits);
    String cursor = query.page().cursor();
    after = cursor == null ? null : Cursor.read(query, cursor);
  }

  /// Runs a query over the rows of a namespace, which come in the order of their keys.
  public static Results run(Query query, Rows rows, QueryLimits limits) {
    return run(query, query.filter(), rows, query.isByKey(), limits);
  }

  /// Runs a query over rows among which are all that match.
  ///
  /// @param filter what of the query's filter still has to be checked
  /// @param inOrder whether the rows come in the order of the query
  /// @throws dev.varve.base.Failure when the cursor does not fit; reading the results throws one
  ///   when a limit is passed
  public static Results run(
      Query query, Filter filter, Rows rows, boolean inOrder, QueryLimits limits) {
    var runner = new QueryRunner(query, filter, limits);
    Rows documents;
    if (query.aggregation().isGrouped() || query.page().limit() == 0) {
      documents = runner.new Counting(rows);
    } else if (inOrder) {
      documents = runner.new Streaming(rows);
    } else {
      documents = runner.new Sorting(List.of(() -> rows), limits);
    }
    return new Results(query, documents, runner.tallies);
  }

  /// As [#run], over rows that come in parts, in no order, which several threads may read at once.
  ///
  /// @param query with a sort, without aggregates
  public static Results run(
      Query query, Filter filter, List<Supplier<Rows>> parts, QueryLimits limits) {
    var runner = new QueryRunner(query, filter, limits);
    return new Results(query, runner.new Sorting(parts, limits), null);
  }

  /// The next row that passes the filter, counted.
  private @Nullable Row match(Rows rows) {
    for (Row row = rows.next(); row != null; row = rows.next()) {
      if (matcher.matches(row)) {
        if (tallies != null) {
          tallies.add(row);
        }
        return row;
      }
    }
    return null;
  }

  private boolean isBefore(OrderedBytes place) {
    return after != null && place.compareTo(after) <= 0;
  }

  /// Gives no documents, only aggregates.
  private final class Counting implements Rows {
    private final Rows rows;

    Counting(Rows rows) {
      this.rows = rows;
    }

    @Override
    public @Nullable Row next() {
      while (tallies != null && match(rows) != null) {
        // Counted by the match.
      }
      return null;
    }
  }

  /// Gives rows as they come.
  private final class Streaming implements Results.Ordered {
    private final Rows rows;
    private int passed;
    private int given;
    private boolean behind = after == null;
    private @Nullable Row current;

    Streaming(Rows rows) {
      this.rows = rows;
    }

    @Override
    public @Nullable Row next() {
      if (given == query.page().limit()) {
        current = null;
        while (tallies != null && match(rows) != null) {
          // The page is full, but aggregates go on.
        }
        return null;
      }
      for (Row row = match(rows); row != null; row = match(rows)) {
        if (!behind && isBefore(order.of(row))) {
          continue;
        }
        behind = true;
        if (passed < query.page().offset()) {
          passed++;
          continue;
        }
        given++;
        current = row;
        return row;
      }
      return null;
    }

    @Override
    public byte[] order() {
      if (current == null) {
        throw new IllegalStateException("a row must have been given");
      }
      return order.of(current).copy();
    }
  }

  /// Keeps the first of the rows of some parts.
  private TopRows top(List<Supplier<Rows>> all, Lanes.Parts parts, QueryLimits limits) {
    var top = new TopRows(query.page().reach(), limits.sortBytes());
    for (int part = parts.next(); part >= 0; part = parts.next()) {
      Rows rows = all.get(part).get();
      for (Row row = match(rows); row != null && !parts.isStopped(); row = match(rows)) {
        OrderedBytes at = order.of(row);
        if (!isBefore(at)) {
          top.offer(at, row);
        }
      }
    }
    return top;
  }

  /// Reads all rows first and gives the page of the sorted ones.
  private final class Sorting implements Results.Ordered {
    private final List<Supplier<Rows>> parts;
    private final QueryLimits limits;
    private @Nullable Iterator<TopRows.Kept> sorted;
    private byte[] place = {};

    Sorting(List<Supplier<Rows>> parts, QueryLimits limits) {
      this.parts = parts;
      this.limits = limits;
    }

    @Override
    public @Nullable Row next() {
      if (sorted == null) {
        sorted = sort();
      }
      if (!sorted.hasNext()) {
        return null;
      }
      TopRows.Kept kept = sorted.next();
      place = kept.order;
      return kept.row;
    }

    private Iterator<TopRows.Kept> sort() {
      List<TopRows> tops = Lanes.run(parts.size(), this::lane);
      TopRows first = tops.getFirst();
      for (TopRows more : tops.subList(1, tops.size())) {
        first.offerAll(more);
      }
      List<TopRows.Kept> all = first.inOrder();
      return all.subList(Math.min(all.size(), query.page().offset()), all.size()).iterator();
    }

    /// What finds and compares has buffers of its own in each thread. One that is alone counts,
    /// too.
    private Lanes.Work<TopRows> lane() {
      var runner = parts.size() == 1 ? QueryRunner.this : new QueryRunner(query, filter, limits);
      return of -> runner.top(parts, of, limits);
    }

    @Override
    public byte[] order() {
      return place;
    }
  }
}
