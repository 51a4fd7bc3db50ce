package dev.varve.program.instance;

import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.config.Configuration;
import dev.varve.config.Evaluation;
import dev.varve.config.profile.KnownProfiles;
import dev.varve.config.typescript.TypeScript;
import dev.varve.graph.Graph;
import dev.varve.program.Invocation;
import dev.varve.program.ProgramCode;
import dev.varve.program.Terminal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A configuration as it lies on the disk, and the graph it means.
///
/// @param path of the file
/// @param graph checked
public record ConfigFile(Path path, Graph graph) {
  /// The file that -c names, or the configuration of the folder.
  ///
  /// @throws Failure when there is none, or more than one
  public static Path locate(Invocation invocation) {
    Optional<Path> named = invocation.option("--config").map(invocation::path);
    if (named.isPresent()) {
      return existing(named.get());
    }
    if (!isIn(invocation.directory())) {
      throw new Failure(missing(invocation.directory()));
    }
    return dev.varve.config.ConfigFile.find(invocation.directory());
  }

  private static Path existing(Path file) {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new Failure(
          new Problem(
              ProgramCode.NO_CONFIG,
              file.toString(),
              "the configuration must be a readable file, but is not",
              "check the path and who may read it"));
    }
    return file;
  }

  /// Whether a folder has a configuration of a usual name.
  public static boolean isIn(Path folder) {
    return dev.varve.config.ConfigFile.NAMES.stream().map(folder::resolve).anyMatch(Files::exists);
  }

  private static Problem missing(Path folder) {
    return new Problem(
        ProgramCode.NO_CONFIG,
        folder.toString(),
        "the folder must hold one of "
            + String.join(", ", dev.varve.config.ConfigFile.NAMES)
            + ", but holds none",
        "name a file with -c, or try `varve static DIR` or `varve proxy --to URL`");
  }

  /// Reads and checks the configuration that a command was called with. Warnings are told, errors
  /// thrown.
  ///
  /// @throws Failure with everything that is wrong
  public static ConfigFile load(Invocation invocation) {
    return load(locate(invocation), invocation);
  }

  /// The same for a file.
  ///
  /// @throws Failure with everything that is wrong
  public static ConfigFile load(Path path, Invocation invocation) {
    return checked(read(path, invocation), invocation.terminal());
  }

  /// The same without the options of a command.
  ///
  /// @throws Failure with everything that is wrong
  public static ConfigFile load(Path path, Terminal terminal) {
    var sandbox = Evaluation.sandbox(terminal::say);
    return checked(Configuration.load(path, KnownProfiles.PROFILES, sandbox), terminal);
  }

  /// Of the same configuration the graph alone, whatever files this machine has: it may be served
  /// on another one. Warnings are told.
  ///
  /// @throws Failure with everything that is wrong
  public static Graph portable(Invocation invocation) {
    Configuration configuration = read(locate(invocation), invocation);
    tell(configuration.checked().warnings(), invocation.terminal());
    return configuration.portable();
  }

  /// The same, what this machine lacks being told as warnings.
  ///
  /// @throws Failure with everything that is wrong
  public static Graph compiled(Invocation invocation) {
    Configuration configuration = read(locate(invocation), invocation);
    tell(configuration.checked().warnings(), invocation.terminal());
    Graph graph = configuration.portable();
    tell(configuration.missing(), invocation.terminal());
    return graph;
  }

  /// Reads and judges a file, with --engine and --root of the command.
  ///
  /// @throws Failure when there is no graph at all
  public static Configuration read(Path path, Invocation invocation) {
    var evaluation =
        new Evaluation(
            engine(invocation),
            invocation.option("--root").map(invocation::path).orElse(null),
            invocation.terminal()::say);
    return Configuration.load(path, KnownProfiles.PROFILES, evaluation);
  }

  private static TypeScript.Engine engine(Invocation invocation) {
    String name = invocation.option("--engine").orElse("sandbox");
    return switch (name) {
      case "sandbox" -> TypeScript.Engine.SANDBOX;
      case "node" -> TypeScript.Engine.NODE;
      default ->
          throw new Failure(
              new Problem(
                  ProgramCode.USAGE,
                  "--engine",
                  "the engine must be sandbox or node, but is '" + name + "'",
                  ""));
    };
  }

  private static ConfigFile checked(Configuration configuration, Terminal terminal) {
    tell(configuration.checked().warnings(), terminal);
    return new ConfigFile(configuration.file(), configuration.graph());
  }

  private static void tell(List<Problem> warnings, Terminal terminal) {
    warnings.forEach(warning -> terminal.say("warning: " + warning));
  }

  /// Where the relative paths of the configuration begin.
  public Path base() {
    return Optional.ofNullable(path.toAbsolutePath().getParent()).orElseThrow();
  }
}
