package dev.varve.program;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ParseResult;

/// What a command was called with.
///
/// @param parsed the command line, already checked against the command's description
/// @param terminal where it speaks
/// @param directory the folder it was called in
/// @param environment the process's environment
/// @param tree the tree the command stands in
public record Invocation(
    ParseResult parsed,
    Terminal terminal,
    Path directory,
    Map<String, String> environment,
    CommandTree tree) {

  /// The value of an option, when it was given.
  public Optional<String> option(String name) {
    return Optional.ofNullable(parsed.<String>matchedOptionValue(name, null));
  }

  /// The value of an option that not every command takes.
  public Optional<String> optionIfTaken(String name) {
    return parsed.commandSpec().findOption(name) == null ? Optional.empty() : option(name);
  }

  public boolean has(String option) {
    return parsed.hasMatchedOption(option);
  }

  /// The parameter at a position, when it was given.
  public Optional<String> parameter(int index) {
    return Optional.ofNullable(parsed.<String>matchedPositionalValue(index, null));
  }

  /// The parameter at a position the description says is required.
  public String required(int index) {
    return parameter(index).orElseThrow();
  }

  /// All values of a parameter that may be repeated.
  public List<String> words(int index) {
    return List.of(parsed.matchedPositionalValue(index, new String[0]));
  }

  /// A path as the user wrote it, from the folder the command was called in.
  public Path path(String text) {
    return directory.resolve(text).normalize();
  }

  /// The same, as if called in another folder.
  public Invocation in(String folder) {
    return new Invocation(parsed, terminal, path(folder), environment, tree);
  }

  /// Where the data is: --data, or VARVE_DATA, or `.varve` in the folder.
  public Path data() {
    return path(option("--data").orElseGet(() -> environment.getOrDefault("VARVE_DATA", ".varve")));
  }
}
