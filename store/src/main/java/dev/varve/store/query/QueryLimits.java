package dev.varve.store.query;

import dev.varve.base.Check;

/// What one query may hold in memory. A query that needs more fails and says how to ask for less.
///
/// @param sortBytes of documents held for sorting
/// @param groups of a grouped query
/// @param distinct different values of one aggregate, over all groups
public record QueryLimits(long sortBytes, int groups, int distinct) {
  public static final QueryLimits DEFAULT = new QueryLimits(64L << 20, 10_000, 100_000);

  public QueryLimits {
    Check.within("query.sortBytes", sortBytes, 1L << 10, 16L << 30);
    Check.within("query.groups", groups, 1, 10_000_000);
    Check.within("query.distinct", distinct, 1, 10_000_000);
  }
}
