package dev.varve.store.query.plan;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonNumber;
import dev.varve.base.json.JsonObject;
import dev.varve.store.filter.Filter;
import dev.varve.store.query.Query;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a query will be answered.
///
/// @param residual what of the filter the access does not settle, and is checked on each document
/// @param inOrder whether documents come in the order of the query, so that nothing is sorted and
///   reading stops with the page
/// @param estimate about how many documents will be read; below zero when not known
public record Plan(Query query, Access access, Filter residual, boolean inOrder, long estimate) {

  /// How the entries of an index are gone through.
  public enum Order {
    /// From the first to the last.
    UP,
    /// From the last to the first.
    DOWN,
    /// All at once; their keys are put in order before the first document is read.
    KEYS
  }

  /// Where documents come from.
  public sealed interface Access {
    /// Documents in the order of their keys.
    ///
    /// @param to null for no end
    record Scan(String from, @Nullable String to) implements Access {}

    /// Documents whose entries in an index lie in some ranges, which rise and do not touch.
    record Index(IndexDefinition index, List<ByteRange> ranges, Order order) implements Access {
      public Index {
        ranges = List.copyOf(ranges);
      }
    }
  }

  /// The plan as data, for programs.
  public JsonObject json() {
    var members = new LinkedHashMap<String, Json>();
    switch (access) {
      case Access.Scan(String from, var to) -> {
        members.put("access", Json.of(from.isEmpty() && to == null ? "scan" : "keys"));
        if (!from.isEmpty()) {
          members.put("from", Json.of(from));
        }
        if (to != null) {
          members.put("to", Json.of(to));
        }
      }
      case Access.Index(IndexDefinition index, var ranges, Order order) -> {
        members.put("access", Json.of("index"));
        members.put("index", Json.of(index.name()));
        members.put(
            "paths",
            new JsonArray(
                index.paths().stream().map(path -> (Json) Json.of(path.toString())).toList()));
        members.put("ranges", Json.of(ranges.size()));
        members.put("order", Json.of(order.name().toLowerCase(java.util.Locale.ROOT)));
      }
    }
    members.put("filter", Json.of(residual.text()));
    members.put("sort", Json.of(inOrder ? "none, documents come in order" : "in memory"));
    if (estimate >= 0) {
      members.put("reads", new JsonNumber(java.math.BigDecimal.valueOf(estimate)));
    }
    return new JsonObject(members);
  }

  /// The plan in a few words, a line each, for people.
  public List<String> words() {
    String reads = estimate < 0 ? "" : ", about " + estimate + " documents";
    String where =
        switch (access) {
          case Access.Scan(String from, var to) ->
              from.isEmpty() && to == null
                  ? "read every document in the order of keys" + reads
                  : "read the documents whose keys are from '"
                      + from
                      + "'"
                      + (to == null ? "" : " to before '" + to + "'")
                      + reads;
          case Access.Index(IndexDefinition index, var ranges, Order order) ->
              "look up "
                  + ranges.size()
                  + (ranges.size() == 1 ? " range" : " ranges")
                  + " of the index "
                  + index.name()
                  + " on "
                  + String.join(", ", index.paths().stream().map(Object::toString).toList())
                  + (order == Order.DOWN ? ", downwards" : "")
                  + reads;
        };
    String keep =
        residual instanceof Filter.All ? "keep all of them" : "keep those with " + residual.text();
    String sort =
        inOrder ? "they come in the order wanted" : "sort them in memory, no more than the page";
    return List.of(where, keep, sort);
  }
}
