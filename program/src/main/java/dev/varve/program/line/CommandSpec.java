package dev.varve.program.line;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one command takes. It grows while a command describes itself, and is only read afterwards.
///
/// Own code and not a library: what there is for this reflects, and the classes of the usual one
/// are too old for the JVM's cache of loaded classes, which made it half of the program's start.
public final class CommandSpec {
  private final String name;
  private final String sentence;
  private final List<String> examples;
  private final List<OptionSpec> options = new ArrayList<>();
  private final List<ParameterSpec> parameters = new ArrayList<>();

  /// @param name its words as they are typed, such as `db get`
  /// @param examples lines to type
  public CommandSpec(String name, String sentence, List<String> examples) {
    this.name = name;
    this.sentence = sentence;
    this.examples = List.copyOf(examples);
  }

  /// The same under another name.
  public CommandSpec named(String other) {
    var spec = new CommandSpec(other, sentence, examples);
    spec.options.addAll(options);
    spec.parameters.addAll(parameters);
    return spec;
  }

  public CommandSpec addOption(OptionSpec option) {
    for (String each : option.names()) {
      if (option(each) != null) {
        throw new IllegalArgumentException(
            "the option " + each + " of " + name + " must be there once, but is there twice");
      }
    }
    options.add(option);
    return this;
  }

  /// Parameters stand in the order in which they are added.
  public CommandSpec addPositional(ParameterSpec parameter) {
    parameters.add(parameter);
    return this;
  }

  public String name() {
    return name;
  }

  public String sentence() {
    return sentence;
  }

  List<String> examples() {
    return examples;
  }

  List<OptionSpec> options() {
    return Collections.unmodifiableList(options);
  }

  List<ParameterSpec> parameters() {
    return Collections.unmodifiableList(parameters);
  }

  /// The option of a name; null when it takes none such.
  public @Nullable OptionSpec option(String typed) {
    for (OptionSpec each : options) {
      if (each.names().contains(typed)) {
        return each;
      }
    }
    return null;
  }
}
