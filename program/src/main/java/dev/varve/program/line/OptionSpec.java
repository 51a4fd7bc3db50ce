package dev.varve.program.line;

import java.util.List;

/// One option of a command.
///
/// @param names as typed, short ones first: `-c`, `--config`
/// @param label what its value is called in the help; empty when it takes none
/// @param sentence what it does
public record OptionSpec(List<String> names, String label, String sentence) {
  public OptionSpec {
    names = List.copyOf(names);
    if (names.isEmpty()) {
      throw new IllegalArgumentException("an option must have a name, but has none");
    }
  }

  /// Whether a word follows that is its value.
  public boolean takesValue() {
    return !label.isEmpty();
  }

  /// Its last name, with what follows: `--config=FILE`.
  String shown() {
    return withLabel(names.getLast());
  }

  /// As the line of usage has it, by its first name: `[-c=FILE]`.
  String bracketed() {
    return "[" + withLabel(names.getFirst()) + "]";
  }

  private String withLabel(String name) {
    return takesValue() ? name + "=" + label : name;
  }
}
