package dev.varve.graph.explain;

import dev.varve.graph.match.Outcome;
import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Shape;
import dev.varve.graph.shape.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What must become of a request; what is left out may be anything.
public record Expectation(
    @Nullable String route,
    @Nullable String action,
    @Nullable Integer status,
    @Nullable String path,
    SortedMap<String, String> params,
    @Nullable String phase) {
  private static final Field<Expectation, String> ROUTE =
      Field.optional("route", "Id of the route.", Types.anyText(), Expectation::route);
  private static final Field<Expectation, String> ACTION =
      Field.optional(
          "action", "Action of the route, such as proxy.", Types.anyText(), Expectation::action);
  private static final Field<Expectation, Integer> STATUS =
      Field.optional(
          "status",
          "Status that the graph alone decides; 0 when an upstream, file or application does.",
          Types.whole(0, 599),
          Expectation::status);
  private static final Field<Expectation, String> PATH =
      Field.optional("path", "The canonical path.", Types.anyText(), Expectation::path);
  private static final Field<Expectation, SortedMap<String, String>> PARAMS =
      Field.of(
          "params",
          "Parameters of the path.",
          Types.map("parameter", name -> name, Types.anyText()),
          new TreeMap<>(),
          Expectation::params);
  private static final Field<Expectation, String> PHASE =
      Field.optional(
          "phase",
          "A phase that must happen, such as authentication.",
          Types.anyText(),
          Expectation::phase);

  /// Members, bounds and defaults.
  public static final Shape<Expectation> SHAPE =
      Shape.of(
          "Expectation",
          "What must become of a request; what is left out may be anything.",
          List.of(ROUTE, ACTION, STATUS, PATH, PARAMS, PHASE),
          v ->
              new Expectation(
                  v.maybe(ROUTE),
                  v.maybe(ACTION),
                  v.maybe(STATUS),
                  v.maybe(PATH),
                  v.get(PARAMS),
                  v.maybe(PHASE)));

  public Expectation {
    params = Collections.unmodifiableSortedMap(new TreeMap<>(params));
  }

  /// What is otherwise, each as `route must be a, but is b`.
  List<String> differences(Explanation explanation) {
    var differences = new ArrayList<String>();
    Outcome.Found found = explanation.outcome() instanceof Outcome.Found f ? f : null;
    compare("route", route, found == null ? "none" : found.route().id(), differences);
    compare("action", action, found == null ? "none" : found.route().action().word(), differences);
    compare(
        "status",
        status == null ? null : status.toString(),
        Integer.toString(explanation.status()),
        differences);
    compare("path", path, explanation.path(), differences);
    params.forEach((name, value) ->
        compare(
            "params." + name,
            value,
            found == null ? "none" : String.valueOf(found.params().get(name)),
            differences));
    boolean happens =
        phase == null || explanation.phases().stream().anyMatch(p -> p.name().equals(phase));
    if (!happens) {
      differences.add("phase " + phase + " must happen, but does not");
    }
    return differences;
  }

  private static void compare(
      String what, @Nullable String expected, String actual, List<String> differences) {
    if (expected != null && !expected.equals(actual)) {
      differences.add(what + " must be " + expected + ", but is " + actual);
    }
  }
}
