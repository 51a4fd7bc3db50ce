package dev.varve.program.instance;

import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.config.Authored;
import dev.varve.config.Authoring;
import dev.varve.config.Compiled;
import dev.varve.config.Profiles;
import dev.varve.config.typescript.TypeScript;
import dev.varve.graph.Graph;
import dev.varve.graph.check.Checked;
import dev.varve.graph.check.Checks;
import dev.varve.program.Invocation;
import dev.varve.program.ProgramCode;
import dev.varve.program.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A configuration as it lies on the disk, and the graph it means.
///
/// @param path of the file
/// @param graph checked
public record ConfigFile(Path path, Graph graph) {
  private static final List<String> NAMES = List.of("varve.config.ts", "varve.yaml", "varve.json");

  /// The file that -c names, or the first of the usual names in the folder.
  ///
  /// @throws Failure when there is none
  public static Path locate(Invocation invocation) {
    Optional<String> named = invocation.option("--config");
    return named
        .map(invocation::path)
        .or(() -> find(invocation.directory()))
        .orElseThrow(() -> new Failure(missing(invocation.directory())));
  }

  /// The first of the usual names in a folder.
  public static Optional<Path> find(Path folder) {
    return NAMES.stream().map(folder::resolve).filter(Files::exists).findFirst();
  }

  private static Problem missing(Path folder) {
    return new Problem(
        ProgramCode.NO_CONFIG,
        folder.toString(),
        "the folder must hold one of " + String.join(", ", NAMES) + ", but holds none",
        "name a file with -c, or try `varve static DIR` or `varve proxy --to URL`");
  }

  /// Reads and checks a file. Warnings are told, errors thrown.
  ///
  /// @throws Failure with everything that is wrong
  public static ConfigFile load(Path path, Terminal terminal) {
    Compiled compiled = Authoring.compile(read(path, terminal), Profiles.NONE);
    Checked rules = Checks.run(compiled.graph(), compiled.places()::at);
    Checked files = Checks.files(compiled.graph(), baseOf(path), compiled.places()::at);
    rules.warnings().forEach(w -> terminal.say("warning: " + w));
    files.warnings().forEach(w -> terminal.say("warning: " + w));
    var errors = new ArrayList<>(rules.errors());
    errors.addAll(files.errors());
    if (!errors.isEmpty()) {
      throw new Failure(errors);
    }
    return new ConfigFile(path, compiled.graph());
  }

  private static Authored read(Path path, Terminal terminal) {
    String name = String.valueOf(path.getFileName());
    try {
      if (name.endsWith(".ts")) {
        return TypeScript.read(path, TypeScript.Engine.SANDBOX, terminal::say);
      }
      String text = Files.readString(path);
      return name.endsWith(".json")
          ? Authoring.json(text, path.toString())
          : Authoring.yaml(text, path.toString());
    } catch (IOException e) {
      throw new Failure(
          new Problem(
              ProgramCode.UNREADABLE,
              path.toString(),
              "the configuration must be a readable file in UTF-8, but is not: " + e,
              "check the path and who may read it"),
          e);
    }
  }

  /// Where the relative paths of the configuration begin.
  public Path base() {
    return baseOf(path);
  }

  private static Path baseOf(Path path) {
    return Optional.ofNullable(path.toAbsolutePath().getParent()).orElseThrow();
  }
}
