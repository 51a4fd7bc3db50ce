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
/// @param checked what is wrong with the graph as a whole, files on the disk included
public record Configuration(Path file, Compiled compiled, Checked checked) {
  /// Reads, compiles and checks a file.
  ///
  /// @throws Failure when there is no graph; mistakes of a whole graph are in [#checked]
  public static Configuration load(Path file, Profiles profiles, Evaluation evaluation) {
    Path absolute = file.toAbsolutePath().normalize();
    Compiled compiled = Authoring.compile(ConfigFile.read(absolute, evaluation), profiles);
    Checked alone = Checks.run(compiled.graph(), compiled.places()::at);
    Checked onDisk = Checks.files(compiled.graph(), base(absolute), compiled.places()::at);
    List<Problem> errors = new ArrayList<>(alone.errors());
    errors.addAll(onDisk.errors());
    return new Configuration(absolute, compiled, new Checked(errors, alone.warnings()));
  }

  private static Path base(Path file) {
    Path directory = file.getParent();
    return directory == null ? file : directory;
  }

  /// The graph.
  ///
  /// @throws Failure with everything that is wrong with it
  public Graph graph() {
    if (!checked.errors().isEmpty()) {
      throw new Failure(checked.errors());
    }
    return compiled.graph();
  }
}
