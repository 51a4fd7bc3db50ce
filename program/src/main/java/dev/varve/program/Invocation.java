package dev.varve.program;

import dev.varve.program.line.Reading;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a command was called with.
///
/// @param parsed the command line, already checked against the command's description
/// @param terminal where it speaks
/// @param directory the folder it was called in
/// @param environment the process's environment
/// @param tree the tree the command stands in
public record Invocation(
    Reading.Understood parsed,
    Terminal terminal,
    Path directory,
    Map<String, String> environment,
    CommandTree tree) {

  /// The value of an option, when the command takes it and it was given.
  public Optional<String> option(String name) {
    return parsed.has(name) ? Optional.of(parsed.value(name)) : Optional.empty();
  }

  public boolean has(String option) {
    return parsed.has(option);
  }

  /// The parameter at a position, when it was given.
  public Optional<String> parameter(int index) {
    return index < parsed.words().size()
        ? Optional.of(parsed.words().get(index))
        : Optional.empty();
  }

  /// The parameter at a position the description says is required.
  public String required(int index) {
    return parameter(index).orElseThrow();
  }

  /// All parameters from a position on.
  public List<String> words(int index) {
    return parsed.words().subList(index, parsed.words().size());
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
