package dev.varve.graph.route;

import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Shape;
import dev.varve.graph.shape.Types;
import dev.varve.graph.term.Template;
import dev.varve.graph.term.Terms;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Changes to the query: first remove, then set, then add.
public record QueryOps(
    List<String> remove, SortedMap<String, Template> set, SortedMap<String, Template> add) {
  private static final Field<QueryOps, List<String>> REMOVE =
      Field.of(
          "remove",
          "Parameters that are dropped.",
          Types.list(Types.text("a query parameter")),
          List.of(),
          QueryOps::remove);
  private static final Field<QueryOps, SortedMap<String, Template>> SET =
      Field.of(
          "set",
          "Parameters that get exactly this value.",
          Types.map("query parameter", name -> name, Terms.template()),
          new TreeMap<>(),
          QueryOps::set);
  private static final Field<QueryOps, SortedMap<String, Template>> ADD =
      Field.of(
          "add",
          "Parameters that get this value beside those they have.",
          Types.map("query parameter", name -> name, Terms.template()),
          new TreeMap<>(),
          QueryOps::add);

  /// Members, bounds and defaults.
  public static final Shape<QueryOps> SHAPE =
      Shape.of(
          "QueryOps",
          "Changes to the query: first remove, then set, then add.",
          List.of(REMOVE, SET, ADD),
          v -> new QueryOps(v.get(REMOVE), v.get(SET), v.get(ADD)));

  /// Every default.
  public static final QueryOps DEFAULT = SHAPE.defaults();

  public QueryOps {
    remove = List.copyOf(remove);
    REMOVE.check(remove);
    set = Collections.unmodifiableSortedMap(new TreeMap<>(set));
    SET.check(set);
    add = Collections.unmodifiableSortedMap(new TreeMap<>(add));
    ADD.check(add);
  }
}
