package dev.varve.config;

import dev.varve.base.Failure;
import dev.varve.config.source.Authored;
import dev.varve.config.source.ConfigCode;
import dev.varve.config.source.SourceText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The file a configuration is written in.
public final class ConfigFile {
  /// What it may be called, in a directory.
  public static final List<String> NAMES = List.of("varve.config.ts", "varve.yaml", "varve.json");

  private ConfigFile() {}

  /// The one configuration of a directory.
  ///
  /// @throws Failure when there is none, or more than one
  public static Path find(Path directory) {
    List<Path> found = NAMES.stream().map(directory::resolve).filter(Files::isRegularFile).toList();
    if (found.size() == 1) {
      return found.getFirst();
    }
    if (found.isEmpty()) {
      throw new Failure(
          ConfigCode.NO_FILE,
          directory + " must hold one of " + String.join(", ", NAMES) + ", but holds none",
          "run varve init, or name a file with -c");
    }
    throw new Failure(
        ConfigCode.SEVERAL_FILES,
        directory + " must hold one configuration, but holds " + names(found),
        "remove all but one, or name one with -c");
  }

  private static String names(List<Path> files) {
    return String.join(" and ", files.stream().map(f -> String.valueOf(f.getFileName())).toList());
  }

  /// Reads a file, by its ending: `.ts`, `.yaml`, `.yml` or `.json`.
  ///
  /// @throws Failure naming the place
  public static Authored read(Path file, Evaluation evaluation) {
    String name = String.valueOf(file.getFileName());
    if (name.endsWith(".ts")) {
      return evaluation.read(file);
    }
    if (name.endsWith(".json")) {
      return Authoring.json(SourceText.read(file, name), name);
    }
    if (name.endsWith(".yaml") || name.endsWith(".yml")) {
      return Authoring.yaml(SourceText.read(file, name), name);
    }
    throw new Failure(
        ConfigCode.NO_FILE, file + " must end in .ts, .yaml, .yml or .json", "rename it");
  }
}
