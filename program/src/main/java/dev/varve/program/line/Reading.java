package dev.varve.program.line;

import java.util.List;
import java.util.Map;

/// What became of reading a command line.
public sealed interface Reading {
  /// It says what the command needs to know, or asks for help.
  ///
  /// @param values of options by their last name; empty for those that take none
  /// @param words in their order
  record Understood(CommandSpec spec, Map<String, String> values, List<String> words)
      implements Reading {
    public Understood {
      values = Map.copyOf(values);
      words = List.copyOf(words);
    }

    /// Whether an option was given, by any of its names.
    public boolean has(String option) {
      return values.containsKey(last(option));
    }

    /// The value of an option that was given.
    public String value(String option) {
      return values.getOrDefault(last(option), "");
    }

    private String last(String option) {
      OptionSpec known = spec.option(option);
      return known == null ? option : known.names().getLast();
    }
  }

  /// It does not fit the command.
  ///
  /// @param rule what must be and what is
  /// @param next what to do; empty for the command's help
  record Refused(String rule, String next) implements Reading {}
}
