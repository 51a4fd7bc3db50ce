package dev.varve.store.filter;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonString;
import org.jspecify.annotations.Nullable;

/// What filters mean, over trees. The byte matcher must say the same.
final class TreeMatcher {
  private TreeMatcher() {}

  static boolean matches(Filter filter, Json document, Meta meta) {
    return switch (filter) {
      case Filter.All _ -> true;
      case Filter.And(var filters) -> {
        for (Filter each : filters) {
          if (!matches(each, document, meta)) {
            yield false;
          }
        }
        yield true;
      }
      case Filter.Or(var filters) -> {
        for (Filter each : filters) {
          if (matches(each, document, meta)) {
            yield true;
          }
        }
        yield false;
      }
      case Filter.Not(Filter inner) -> !matches(inner, document, meta);
      case Filter.Compare(FieldPath path, _, _) -> holds(filter, path.in(document, meta));
      case Filter.In(FieldPath path, _) -> holds(filter, path.in(document, meta));
      case Filter.Contains(FieldPath path, _) -> holds(filter, path.in(document, meta));
      case Filter.Exists(FieldPath path) -> holds(filter, path.in(document, meta));
      case Filter.StartsWith(FieldPath path, _) -> holds(filter, path.in(document, meta));
      case Filter.Matches(FieldPath path, _) -> holds(filter, path.in(document, meta));
    };
  }

  /// Whether a condition on one path holds for the value found there, null when there is none.
  static boolean holds(Filter condition, @Nullable Json found) {
    return switch (condition) {
      case Filter.Compare compare -> compares(compare, found);
      case Filter.In(_, var values) -> found != null && values.contains(found);
      case Filter.Contains(_, Json value) -> contains(found, value);
      case Filter.Exists _ -> found != null;
      case Filter.StartsWith(_, String prefix) ->
          found instanceof JsonString(String text) && text.startsWith(prefix);
      case Filter.Matches(_, Regex regex) ->
          found instanceof JsonString(String text) && regex.finds(text);
      case Filter.All _, Filter.And _, Filter.Or _, Filter.Not _ ->
          throw new IllegalArgumentException("not a condition on one path: " + condition);
    };
  }

  private static boolean compares(Filter.Compare compare, @Nullable Json found) {
    return switch (compare.comparison()) {
      case EQ -> compare.value().equals(found);
      case NE -> !compare.value().equals(found);
      case GT, GTE, LT, LTE ->
          found != null
              && JsonOrder.rank(found) == JsonOrder.rank(compare.value())
              && compare.comparison().holds(JsonOrder.TOTAL.compare(found, compare.value()));
    };
  }

  private static boolean contains(@Nullable Json found, Json value) {
    return switch (found) {
      case JsonArray(var items) -> items.contains(value);
      case JsonString(String text) ->
          value instanceof JsonString(String part) && text.contains(part);
      case null, default -> false;
    };
  }
}
