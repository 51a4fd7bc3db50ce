package dev.varve.store.filter;

import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.base.Suggestion;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonBoolean;
import dev.varve.base.json.JsonObject;
import dev.varve.base.json.JsonString;
import dev.varve.store.filter.Filter.Comparison;
import dev.varve.store.problem.StoreCode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The JSON form of filters. An object holds when all its members do:
///
/// - `"path": value` means equal, for any value but an object;
/// - `"path": {"gt": 1, "lt": 9}` applies operators, all of them;
/// - `"and": [...]`, `"or": [...]`, `"not": {...}` combine filters.
///
/// All problems are reported at once, each with the JSON Pointer of its place.
final class FilterJson {
  private static final int DEPTH_MAX = 64;
  private static final List<String> OPERATORS =
      List.of(
          "eq", "ne", "gt", "gte", "lt", "lte", "in", "contains", "exists", "startsWith", "regex");

  private final List<Problem> problems = new ArrayList<>();

  private FilterJson() {}

  /// @param where the place of the filter within what was sent
  static Filter read(Json json, String where) {
    if (json instanceof JsonString(String text)) {
      return Filter.parse(text);
    }
    var reader = new FilterJson();
    Filter filter = reader.filter(json, where, 1);
    if (!reader.problems.isEmpty()) {
      throw new Failure(reader.problems);
    }
    return filter;
  }

  private Filter filter(Json json, String where, int depth) {
    if (!(json instanceof JsonObject(var members))) {
      return wrong(where, "a filter must be an object, but is of type " + json.kind(), "");
    }
    if (depth > DEPTH_MAX) {
      return wrong(where, "filters must nest at most " + DEPTH_MAX + " deep", "");
    }
    var parts = new ArrayList<Filter>();
    for (Map.Entry<String, Json> member : members.entrySet()) {
      String name = member.getKey();
      String place = where + "/" + name.replace("~", "~0").replace("/", "~1");
      Json value = member.getValue();
      switch (name) {
        case "and" -> parts.add(Filter.and(filters(value, place, depth)));
        case "or" -> parts.add(Filter.or(filters(value, place, depth)));
        case "not" -> parts.add(new Filter.Not(filter(value, place, depth + 1)));
        default -> conditions(name, value, place, parts);
      }
    }
    return Filter.and(parts);
  }

  private List<Filter> filters(Json json, String where, int depth) {
    if (!(json instanceof JsonArray(var items)) || items.isEmpty()) {
      return List.of(wrong(where, "must be an array of filters, at least one", ""));
    }
    var filters = new ArrayList<Filter>();
    for (int i = 0; i < items.size(); i++) {
      filters.add(filter(items.get(i), where + "/" + i, depth + 1));
    }
    return filters;
  }

  private void conditions(String name, Json value, String where, List<Filter> parts) {
    FieldPath path = path(name, where);
    if (!(value instanceof JsonObject(var operators))) {
      parts.add(new Filter.Compare(path, Comparison.EQ, value));
      return;
    }
    if (operators.isEmpty()) {
      wrong(where, "must have an operator, but is {}", "write {\"eq\": {}} for the empty object");
    }
    for (Map.Entry<String, Json> operator : operators.entrySet()) {
      parts.add(condition(path, operator.getKey(), operator.getValue(), where));
    }
  }

  private FieldPath path(String name, String where) {
    try {
      return FieldPath.parse(name);
    } catch (Failure e) {
      Problem problem = e.problems().getFirst();
      problems.add(new Problem(problem.code(), where, problem.message(), problem.next()));
      return FieldPath.DOCUMENT;
    }
  }

  private Filter condition(FieldPath path, String operator, Json value, String where) {
    String place = where + "/" + operator;
    return switch (operator) {
      case "eq" -> new Filter.Compare(path, Comparison.EQ, value);
      case "ne" -> new Filter.Compare(path, Comparison.NE, value);
      case "gt" -> ordered(path, Comparison.GT, value, place);
      case "gte" -> ordered(path, Comparison.GTE, value, place);
      case "lt" -> ordered(path, Comparison.LT, value, place);
      case "lte" -> ordered(path, Comparison.LTE, value, place);
      case "in" -> in(path, value, place);
      case "contains" -> new Filter.Contains(path, value);
      case "exists" -> exists(path, value, place);
      case "startsWith" ->
          value instanceof JsonString(String prefix)
              ? new Filter.StartsWith(path, prefix)
              : wrong(place, "must be a string, but is of type " + value.kind(), "");
      case "regex" -> regex(path, value, place);
      default -> unknown(operator, place);
    };
  }

  private Filter ordered(FieldPath path, Comparison comparison, Json value, String where) {
    return Filter.Compare.hasOrder(value)
        ? new Filter.Compare(path, comparison, value)
        : wrong(
            where,
            "must be a boolean, number or string, but is of type " + value.kind(),
            "use eq or ne for other values");
  }

  private Filter in(FieldPath path, Json value, String where) {
    return value instanceof JsonArray(var items) && !items.isEmpty()
        ? new Filter.In(path, new LinkedHashSet<>(items))
        : wrong(where, "must be an array of values, at least one", "");
  }

  private Filter exists(FieldPath path, Json value, String where) {
    return switch (value) {
      case JsonBoolean.TRUE -> new Filter.Exists(path);
      case JsonBoolean.FALSE -> new Filter.Not(new Filter.Exists(path));
      default -> wrong(where, "must be true or false, but is of type " + value.kind(), "");
    };
  }

  private Filter regex(FieldPath path, Json value, String where) {
    if (!(value instanceof JsonString(String pattern))) {
      return wrong(where, "must be a string, but is of type " + value.kind(), "");
    }
    try {
      return new Filter.Matches(path, Regex.of(pattern));
    } catch (Failure e) {
      Problem problem = e.problems().getFirst();
      problems.add(
          new Problem(problem.code(), where, problem.message(), "look at " + problem.where()));
      return Filter.all();
    }
  }

  private Filter unknown(String operator, String where) {
    String bare = operator.startsWith("$") ? operator.substring(1) : operator;
    @Nullable String near = Suggestion.nearest(bare, OPERATORS).orElse(null);
    return wrong(
        where,
        "an operator must be one of " + String.join(", ", OPERATORS) + ", but is " + operator,
        near == null
            ? "to compare with an object write {\"eq\": {...}}"
            : "did you mean " + near + "?");
  }

  private Filter wrong(String where, String message, String next) {
    problems.add(new Problem(StoreCode.BAD_FILTER, where, message, next));
    return Filter.all();
  }

  static Json write(Filter filter) {
    return switch (filter) {
      case Filter.All _ -> JsonObject.EMPTY;
      case Filter.Compare(FieldPath path, Comparison comparison, Json value) ->
          comparison == Comparison.EQ && !(value instanceof JsonObject)
              ? Json.of(path.toString(), value)
              : operator(path, comparison.word(), value);
      case Filter.In(FieldPath path, var values) ->
          operator(path, "in", new JsonArray(List.copyOf(values)));
      case Filter.Contains(FieldPath path, Json value) -> operator(path, "contains", value);
      case Filter.Exists(FieldPath path) -> operator(path, "exists", JsonBoolean.TRUE);
      case Filter.StartsWith(FieldPath path, String prefix) ->
          operator(path, "startsWith", Json.of(prefix));
      case Filter.Matches(FieldPath path, Regex regex) ->
          operator(path, "regex", Json.of(regex.pattern()));
      case Filter.And(var filters) -> Json.of("and", all(filters));
      case Filter.Or(var filters) -> Json.of("or", all(filters));
      case Filter.Not(Filter inner) -> Json.of("not", write(inner));
    };
  }

  private static JsonArray all(List<Filter> filters) {
    return new JsonArray(filters.stream().map(FilterJson::write).toList());
  }

  private static JsonObject operator(FieldPath path, String name, Json value) {
    return Json.of(path.toString(), Json.of(name, value));
  }
}
