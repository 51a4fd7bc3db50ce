package dev.varve.store.filter;

import java.util.ArrayList;
import java.util.List;

/// A filter made ready to run over JSON text: one pass finds the values it asks for, and most
/// conditions are decided on the bytes. Says the same as [Filter#matches]. One thread uses it.
public final class ByteMatcher {
  private final FieldScan scan;
  private final Test test;
  private final boolean scans;

  /// One part of the filter, over the row whose fields were found.
  private interface Test {
    boolean holds(Row row);
  }

  public ByteMatcher(Filter filter) {
    var paths = new ArrayList<FieldPath>();
    test = compile(filter, paths);
    scan = new FieldScan(paths);
    scans = !paths.isEmpty();
  }

  /// Whether a row passes.
  public boolean matches(Row row) {
    if (scans) {
      scan.scan(row.bytes(), row.start(), row.end());
    }
    return test.holds(row);
  }

  private Test compile(Filter filter, List<FieldPath> paths) {
    return switch (filter) {
      case Filter.All _ -> _ -> true;
      case Filter.And(var filters) -> every(compile(filters, paths));
      case Filter.Or(var filters) -> some(compile(filters, paths));
      case Filter.Not(Filter inner) -> {
        Test opposite = compile(inner, paths);
        yield row -> !opposite.holds(row);
      }
      case Filter.Compare(FieldPath path, _, _) -> condition(filter, path, paths);
      case Filter.In(FieldPath path, _) -> condition(filter, path, paths);
      case Filter.Contains(FieldPath path, _) -> condition(filter, path, paths);
      case Filter.Exists(FieldPath path) -> condition(filter, path, paths);
      case Filter.StartsWith(FieldPath path, _) -> condition(filter, path, paths);
      case Filter.Matches(FieldPath path, _) -> condition(filter, path, paths);
    };
  }

  private Test[] compile(List<Filter> filters, List<FieldPath> paths) {
    return filters.stream().map(each -> compile(each, paths)).toArray(Test[]::new);
  }

  private static Test every(Test[] tests) {
    return row -> {
      for (Test each : tests) {
        if (!each.holds(row)) {
          return false;
        }
      }
      return true;
    };
  }

  private static Test some(Test[] tests) {
    return row -> {
      for (Test each : tests) {
        if (each.holds(row)) {
          return true;
        }
      }
      return false;
    };
  }

  private Test condition(Filter filter, FieldPath path, List<FieldPath> paths) {
    if (path.isMeta()) {
      return row -> TreeMatcher.holds(filter, row.value(path.source()));
    }
    int known = paths.indexOf(path);
    int slot = known < 0 ? paths.size() : known;
    if (known < 0) {
      paths.add(path);
    }
    SliceCheck slice = SliceCheck.of(filter);
    return row -> slice.holds(row.bytes(), fields().start(slot), fields().end(slot));
  }

  private FieldScan fields() {
    return scan;
  }
}
