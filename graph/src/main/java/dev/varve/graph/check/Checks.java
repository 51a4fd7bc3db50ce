package dev.varve.graph.check;

import dev.varve.base.Failure;
import dev.varve.graph.Graph;
import dev.varve.graph.shape.Reading;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/// Judges whole graphs. Pure, but for [#files], which looks at the disk.
public final class Checks {
  private Checks() {}

  /// Everything that can be said without looking outside the graph.
  ///
  /// @param places `file:line:column` by path into the graph, empty where unknown
  public static Checked run(Graph graph, Function<List<String>, String> places) {
    Reading errors = Reading.of(places);
    Reading warnings = Reading.of(places);
    References.check(graph, errors, warnings);
    Names.check(graph, errors);
    Overlaps.check(graph, errors, warnings);
    Fallthrough.check(graph, errors, warnings);
    Effects.check(graph, errors);
    Placeholders.check(graph, errors);
    Certificates.check(graph, errors, warnings);
    return new Checked(errors.problems(), warnings.problems());
  }

  /// Whether the files and directories that the graph names are there.
  ///
  /// @param base directory that relative paths start from
  public static Checked files(Graph graph, Path base, Function<List<String>, String> places) {
    Reading errors = Reading.of(places);
    new Files(base, errors).check(graph);
    return new Checked(Reading.once(errors.problems()), List.of());
  }

  /// The same graph.
  ///
  /// @throws Failure with every error
  public static Graph require(Graph graph) {
    Checked checked = run(graph, _ -> "");
    if (!checked.errors().isEmpty()) {
      throw new Failure(checked.errors());
    }
    return graph;
  }
}
