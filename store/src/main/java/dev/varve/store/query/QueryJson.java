package dev.varve.store.query;

import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.base.Suggestion;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonBoolean;
import dev.varve.base.json.JsonNumber;
import dev.varve.base.json.JsonObject;
import dev.varve.base.json.JsonString;
import dev.varve.store.filter.FieldPath;
import dev.varve.store.filter.Filter;
import dev.varve.store.problem.StoreCode;
import dev.varve.store.query.Aggregate.Function;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The JSON form of queries:
///
/// ```
/// {"filter": <filter, as JSON or text>, "sort": "-age, name" or ["-age", "name"],
///  "fields": ["name", "address.city"] or ["-secret"], "limit": 10, "offset": 0, "cursor": "...",
///  "aggregates": {"people": {"count": "$"}, "oldest": {"max": "age"}}, "group": ["address.city"]}
/// ```
final class QueryJson {
  private static final List<String> MEMBERS =
      List.of("filter", "sort", "fields", "limit", "offset", "cursor", "aggregates", "group");
  private static final List<String> FUNCTIONS =
      Arrays.stream(Function.values()).map(Function::word).toList();

  private final List<Problem> problems = new ArrayList<>();

  private QueryJson() {}

  static Query read(Json json) {
    if (!(json instanceof JsonObject object)) {
      throw new Failure(
          new Problem(
              StoreCode.BAD_QUERY,
              "query",
              "a query must be an object, but is of type " + json.kind(),
              ""));
    }
    var reader = new QueryJson();
    Query query = reader.query(object);
    if (!reader.problems.isEmpty()) {
      throw new Failure(reader.problems);
    }
    return query;
  }

  private Query query(JsonObject object) {
    for (String name : object.members().keySet()) {
      if (!MEMBERS.contains(name)) {
        wrong(
            "/" + name,
            "a member must be one of " + String.join(", ", MEMBERS) + ", but is " + name,
            near(name, MEMBERS));
      }
    }
    Query query = Query.ALL;
    try {
      query =
          Query.ALL
              .withFilter(filter(object.get("filter")))
              .withSort(sort(object.get("sort")))
              .withFields(fields(object.get("fields")))
              .withAggregation(
                  new Aggregation(
                      paths("/group", object.get("group")), aggregates(object.get("aggregates"))))
              .withPage(page(object));
    } catch (IllegalArgumentException e) {
      wrong("", String.valueOf(e.getMessage()), "");
    }
    return query;
  }

  private static String near(String word, List<String> words) {
    return Suggestion.nearest(word, words).map(near -> "did you mean " + near + "?").orElse("");
  }

  private Filter filter(@Nullable Json json) {
    if (json == null) {
      return Filter.all();
    }
    try {
      return Filter.of(json, "query#/filter");
    } catch (Failure e) {
      problems.addAll(e.problems());
      return Filter.all();
    }
  }

  private List<Sort> sort(@Nullable Json json) {
    var terms = new ArrayList<Sort>();
    for (String text : texts("/sort", json)) {
      try {
        terms.addAll(Sort.parse(text));
      } catch (Failure e) {
        at("/sort", e);
      }
    }
    return terms;
  }

  private Projection fields(@Nullable Json json) {
    var kept = new ArrayList<FieldPath>();
    var left = new ArrayList<FieldPath>();
    for (String text : texts("/fields", json)) {
      if (text.startsWith("-")) {
        left.add(path("/fields", text.substring(1)));
      } else {
        kept.add(path("/fields", text));
      }
    }
    if (!kept.isEmpty() && !left.isEmpty()) {
      wrong("/fields", "fields must be all kept or all left out, but are mixed", "");
    }
    return kept.isEmpty() ? new Projection(left, true) : new Projection(kept, false);
  }

  private List<FieldPath> paths(String where, @Nullable Json json) {
    var paths = new ArrayList<FieldPath>();
    texts(where, json).forEach(text -> paths.add(path(where, text)));
    return paths;
  }

  private FieldPath path(String where, String text) {
    try {
      return FieldPath.parse(text);
    } catch (Failure e) {
      at(where, e);
      return FieldPath.DOCUMENT;
    }
  }

  /// One string or an array of strings.
  private List<String> texts(String where, @Nullable Json json) {
    return switch (json) {
      case null -> List.of();
      case JsonString(String text) -> List.of(text);
      case JsonArray(var items) when items.stream().allMatch(JsonString.class::isInstance) ->
          items.stream().map(item -> ((JsonString) item).value()).toList();
      default -> {
        wrong(where, "must be a string or an array of strings, but is " + json.kind(), "");
        yield List.of();
      }
    };
  }

  private List<Aggregate> aggregates(@Nullable Json json) {
    var aggregates = new ArrayList<Aggregate>();
    switch (json) {
      case null -> {}
      case JsonObject(var members) ->
          members.forEach((name, value) -> aggregate(name, value, aggregates));
      default ->
          wrong(
              "/aggregates",
              "must be an object, but is of type " + json.kind(),
              "write {\"total\": {\"sum\": \"price\"}}");
    }
    return aggregates;
  }

  private void aggregate(String name, Json json, List<Aggregate> aggregates) {
    String where = "/aggregates/" + name;
    if (!(json instanceof JsonObject(var members)) || members.size() != 1) {
      wrong(where, "must be an object of one function", "write {\"sum\": \"price\"}");
      return;
    }
    Map.Entry<String, Json> only = members.entrySet().iterator().next();
    Function function = Function.named(only.getKey());
    if (function == null) {
      wrong(
          where,
          "a function must be one of " + String.join(", ", FUNCTIONS) + ", but is " + only.getKey(),
          near(only.getKey(), FUNCTIONS));
      return;
    }
    boolean all = function == Function.COUNT && only.getValue() == JsonBoolean.TRUE;
    String text = all ? "$" : only.getValue() instanceof JsonString(String path) ? path : null;
    if (text == null) {
      wrong(where, "a function must have a path, but has " + only.getValue().kind(), "");
      return;
    }
    aggregates.add(new Aggregate(name, function, path(where, text)));
  }

  private Page page(JsonObject object) {
    int limit = count("limit", object.get("limit"), Page.UNLIMITED);
    int offset = count("offset", object.get("offset"), 0);
    Json cursor = object.get("cursor");
    if (cursor != null && !(cursor instanceof JsonString)) {
      wrong("/cursor", "must be a string, but is of type " + cursor.kind(), "");
    }
    return new Page(limit, offset, object.text("cursor"));
  }

  private int count(String name, @Nullable Json json, int absent) {
    if (json == null) {
      return absent;
    }
    if (json instanceof JsonNumber number
        && number.isLong()
        && number.longValue() >= 0
        && number.longValue() < Page.UNLIMITED) {
      return (int) number.longValue();
    }
    wrong(
        "/" + name,
        "must be a whole number from 0 to %d, but is %s"
            .formatted(Page.UNLIMITED - 1, json.compact()),
        "");
    return absent;
  }

  private void at(String where, Failure failure) {
    for (Problem problem : failure.problems()) {
      problems.add(
          new Problem(
              problem.code(),
              "query#" + where + ": " + problem.where(),
              problem.message(),
              problem.next()));
    }
  }

  private void wrong(String where, String message, String next) {
    problems.add(new Problem(StoreCode.BAD_QUERY, "query#" + where, message, next));
  }

  static Json write(Query query) {
    var members = new LinkedHashMap<String, Json>();
    if (!query.filter().equals(Filter.all())) {
      members.put("filter", query.filter().json());
    }
    putTexts(members, "sort", query.sort(), "");
    putTexts(members, "fields", query.fields().paths(), query.fields().excluding() ? "-" : "");
    Page page = query.page();
    if (page.limit() != Page.UNLIMITED) {
      members.put("limit", Json.of(page.limit()));
    }
    if (page.offset() > 0) {
      members.put("offset", Json.of(page.offset()));
    }
    if (page.cursor() != null) {
      members.put("cursor", Json.of(page.cursor()));
    }
    if (!query.aggregation().aggregates().isEmpty()) {
      var aggregates = new LinkedHashMap<String, Json>();
      for (Aggregate each : query.aggregation().aggregates()) {
        aggregates.put(
            each.name(), Json.of(each.function().word(), Json.of(each.path().toString())));
      }
      members.put("aggregates", new JsonObject(aggregates));
    }
    putTexts(members, "group", query.aggregation().group(), "");
    return new JsonObject(members);
  }

  private static void putTexts(
      Map<String, Json> members, String name, List<?> values, String prefix) {
    if (!values.isEmpty()) {
      members.put(
          name, new JsonArray(values.stream().map(each -> (Json) Json.of(prefix + each)).toList()));
    }
  }
}
