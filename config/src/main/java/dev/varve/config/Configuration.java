package dev.varve.config;

import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.graph.Graph;
import dev.varve.graph.check.Checked;
import dev.varve.graph.check.Checks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A configuration file, compiled and judged.
///
/// @param file absolute
/// @param checked what is wrong with the graph as a whole
/// @param missing files and directories that it names and this machine lacks
public record Configuration(Path file, Compiled compiled, Checked checked, List<Problem> missing) {
  public Configuration {
    missing = List.copyOf(missing);
  }

  /// Reads, compiles and checks a file.
  ///
  /// @throws Failure when there is no graph; mistakes of a whole graph are in [#errors]
  public static Configuration load(Path file, Profiles profiles, Evaluation evaluation) {
    Path absolute = file.toAbsolutePath().normalize();
    Compiled compiled = Authoring.compile(ConfigFile.read(absolute, evaluation), profiles);
    Checked alone = Checks.run(compiled.graph(), compiled.places()::at);
    Checked onDisk = Checks.files(compiled.graph(), base(absolute), compiled.places()::at);
    return new Configuration(absolute, compiled, alone, onDisk.errors());
  }

  private static Path base(Path file) {
    Path directory = file.getParent();
    return directory == null ? file : directory;
  }

  /// Why it cannot be served here.
  public List<Problem> errors() {
    var errors = new ArrayList<Problem>(checked.errors());
    errors.addAll(missing);
    return errors;
  }

  /// The graph, to be served here.
  ///
  /// @throws Failure with everything that is wrong with it
  public Graph graph() {
    return unless(errors());
  }

  /// The graph, whatever files this machine has: it may be served on another one.
  ///
  /// @throws Failure with everything that is wrong with it
  public Graph portable() {
    return unless(checked.errors());
  }

  private Graph unless(List<Problem> errors) {
    if (!errors.isEmpty()) {
      throw new Failure(errors);
    }
    return compiled.graph();
  }
}
