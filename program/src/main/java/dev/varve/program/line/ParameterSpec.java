package dev.varve.program.line;

/// A word of a command line that is no option; it stands where the command's description has it.
///
/// @param label what it is called in the help
/// @param sentence what it means
public record ParameterSpec(String label, String sentence, Times times) {
  /// How often it is given.
  public enum Times {
    /// Exactly once.
    ONCE,
    /// Once, or left out.
    AT_MOST_ONCE,
    /// It takes all words that are left.
    ANY
  }

  String bracketed() {
    return switch (times) {
      case ONCE -> label;
      case AT_MOST_ONCE -> "[" + label + "]";
      case ANY -> "[" + label + "...]";
    };
  }
}
