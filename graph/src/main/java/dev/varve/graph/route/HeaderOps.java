package dev.varve.graph.route;

import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Shape;
import dev.varve.graph.shape.Types;
import dev.varve.graph.term.Terms;
import dev.varve.graph.term.Value;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Changes to headers: first remove, then set, then add.
public record HeaderOps(
    List<String> remove, SortedMap<String, Value> set, SortedMap<String, Value> add) {
  private static final Field<HeaderOps, List<String>> REMOVE =
      Field.of(
          "remove",
          "Headers that are dropped.",
          Types.list(Terms.header()),
          List.of(),
          HeaderOps::remove);
  private static final Field<HeaderOps, SortedMap<String, Value>> SET =
      Field.of(
          "set",
          "Headers that get exactly this value; placeholders such as {client.ip} are filled in.",
          Types.map("header", Terms::headerName, Terms.fieldValue()),
          new TreeMap<>(),
          HeaderOps::set);
  private static final Field<HeaderOps, SortedMap<String, Value>> ADD =
      Field.of(
          "add",
          "Headers that get this value beside those they have.",
          Types.map("header", Terms::headerName, Terms.fieldValue()),
          new TreeMap<>(),
          HeaderOps::add);

  /// Members, bounds and defaults.
  public static final Shape<HeaderOps> SHAPE =
      Shape.of(
          "HeaderOps",
          "Changes to headers: first remove, then set, then add.",
          List.of(REMOVE, SET, ADD),
          v -> new HeaderOps(v.get(REMOVE), v.get(SET), v.get(ADD)));

  /// Every default.
  public static final HeaderOps DEFAULT = SHAPE.defaults();

  public HeaderOps {
    remove = List.copyOf(remove);
    REMOVE.check(remove);
    set = Collections.unmodifiableSortedMap(new TreeMap<>(set));
    SET.check(set);
    add = Collections.unmodifiableSortedMap(new TreeMap<>(add));
    ADD.check(add);
  }

  /// Whether nothing is changed.
  public boolean isEmpty() {
    return remove.isEmpty() && set.isEmpty() && add.isEmpty();
  }
}
