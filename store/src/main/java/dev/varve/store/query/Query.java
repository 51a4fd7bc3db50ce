package dev.varve.store.query;

import dev.varve.base.Check;
import dev.varve.base.json.Json;
import dev.varve.store.filter.FieldPath;
import dev.varve.store.filter.Filter;
import java.util.List;

/// A question to a namespace. Documents that pass the filter are put in order, the page is taken,
/// and its documents are cut to the fields wanted; aggregates are over all that pass the filter.
///
/// Without a sort documents come in the order of their keys. Documents whose sort values are equal
/// come in the order of their keys too, downwards when the last term is.
///
/// @param sort at most 8 terms; in a grouped query they name places in the answer: `group.city`,
///   `total`
public record Query(
    Filter filter, List<Sort> sort, Projection fields, Page page, Aggregation aggregation) {
  /// Every document.
  public static final Query ALL =
      new Query(Filter.all(), List.of(), Projection.ALL, Page.ALL, Aggregation.NONE);

  public Query {
    sort = List.copyOf(sort);
    Check.that(sort.size() <= 8, "sort", "have at most 8 terms", sort.size());
    Check.that(
        !aggregation.isGrouped() || page.cursor() == null,
        "cursor",
        "not be given for groups",
        "given");
    Check.that(
        !aggregation.isGrouped() || fields.isAll(), "fields", "not be given for groups", fields);
  }

  /// The documents that pass a filter.
  public static Query of(Filter filter) {
    return ALL.withFilter(filter);
  }

  /// Reads the JSON form, strictly.
  ///
  /// @throws dev.varve.base.Failure with all problems, each with its place
  public static Query of(Json json) {
    return QueryJson.read(json);
  }

  public Query withFilter(Filter other) {
    return new Query(other, sort, fields, page, aggregation);
  }

  public Query withSort(List<Sort> other) {
    return new Query(filter, other, fields, page, aggregation);
  }

  public Query withFields(Projection other) {
    return new Query(filter, sort, other, page, aggregation);
  }

  public Query withPage(Page other) {
    return new Query(filter, sort, fields, other, aggregation);
  }

  public Query withAggregation(Aggregation other) {
    return new Query(filter, sort, fields, page, other);
  }

  /// Whether the order is that of keys, upwards.
  public boolean isByKey() {
    return sort.isEmpty() || sort.getFirst().equals(new Sort(KEY, false));
  }

  private static final FieldPath KEY = new FieldPath(FieldPath.Source.KEY, List.of());

  /// The JSON form; reading it gives an equal query.
  public Json json() {
    return QueryJson.write(this);
  }
}
