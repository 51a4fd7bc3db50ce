package dev.varve.store.query;

import dev.varve.store.filter.ByteMatcher;
import dev.varve.store.filter.Filter;
import dev.varve.store.filter.OrderedBytes;
import dev.varve.store.filter.Row;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Runs queries over rows, in memory that does not grow with their number: rows that come in the
/// order of the query stream through; otherwise a heap holds no more than the page. What must be
/// held beyond that is bounded by [QueryLimits].
public final class QueryRunner {
  private final Query query;
  private final ByteMatcher matcher;
  private final SortKeys order;
  private final @Nullable Tallies tallies;
  private final byte @Nullable [] after;

  private QueryRunner(Query query, Filter filter, QueryLimits limits) {
    this.query = query;
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
      documents = runner.new Sorting(rows, limits);
    }
    return new Results(query, documents, runner.tallies);
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

  /// Reads all rows first and gives the page of the sorted ones.
  private final class Sorting implements Results.Ordered {
    private final Rows rows;
    private final QueryLimits limits;
    private @Nullable Iterator<TopRows.Kept> sorted;
    private byte[] place = {};

    Sorting(Rows rows, QueryLimits limits) {
      this.rows = rows;
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
      var top = new TopRows(query.page().reach(), limits.sortBytes());
      for (Row row = match(rows); row != null; row = match(rows)) {
        OrderedBytes at = order.of(row);
        if (!isBefore(at)) {
          top.offer(at, row);
        }
      }
      List<TopRows.Kept> all = top.inOrder();
      return all.subList(Math.min(all.size(), query.page().offset()), all.size()).iterator();
    }

    @Override
    public byte[] order() {
      return place;
    }
  }
}
