package dev.varve.config;

import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.config.typescript.TypeScript;
import dev.varve.graph.Graph;
import dev.varve.graph.check.Checked;
import dev.varve.graph.check.Checks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// A configuration file, compiled and judged.
///
/// @param file absolute
/// @param checked what is wrong with the graph as a whole, files on the disk included
public record Configuration(Path file, Compiled compiled, Checked checked) {
  /// Reads, compiles and checks a file.
  ///
  /// @throws Failure when there is no graph; mistakes of a whole graph are in [#checked]
  public static Configuration load(
      Path file, Profiles profiles, TypeScript.Engine engine, Consumer<String> log) {
    Path absolute = file.toAbsolutePath().normalize();
    Compiled compiled = Authoring.compile(ConfigFile.read(absolute, engine, log), profiles);
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
