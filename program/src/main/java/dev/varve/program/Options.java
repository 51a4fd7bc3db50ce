package dev.varve.program;

import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.base.unit.Span;
import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// The building blocks of command descriptions, so that the same option reads the same everywhere.
public final class Options {
  private Options() {}

  static OptionSpec version() {
    return flag("Print the version and end.", "-V", "--version");
  }

  static CommandSpec withHelp(CommandSpec spec) {
    spec.usageMessage().abbreviateSynopsis(false).sortOptions(false).width(100);
    return spec.addOption(
        OptionSpec.builder("-h", "--help")
            .type(boolean.class)
            .arity("0")
            .usageHelp(true)
            .description("Show this help and end.")
            .build());
  }

  /// A command of one sentence and examples, each a line to type.
  public static CommandSpec command(String name, String sentence, String... examples) {
    var spec = CommandSpec.create().name(name);
    spec.usageMessage().description(sentence);
    if (examples.length > 0) {
      spec.usageMessage().footerHeading("%nExamples:%n");
      spec.usageMessage().footer(indent(examples));
    }
    return spec;
  }

  private static String[] indent(String[] examples) {
    var lines = new String[examples.length];
    for (int i = 0; i < lines.length; i++) {
      lines[i] = "  " + examples[i];
    }
    return lines;
  }

  /// An option with a value.
  public static OptionSpec value(String label, String sentence, String... names) {
    return OptionSpec.builder(names)
        .type(String.class)
        .arity("1")
        .paramLabel(label)
        .description(sentence)
        .build();
  }

  /// An option without a value.
  public static OptionSpec flag(String sentence, String... names) {
    return OptionSpec.builder(names).type(boolean.class).arity("0").description(sentence).build();
  }

  /// A parameter that must be given.
  public static PositionalParamSpec required(String label, String sentence) {
    return parameter(label, sentence, "1");
  }

  /// A parameter that may be left out.
  public static PositionalParamSpec optional(String label, String sentence) {
    return parameter(label, sentence, "0..1");
  }

  /// The same parameter at a place of its own, where a command takes several.
  public static PositionalParamSpec at(int place, PositionalParamSpec parameter) {
    return parameter.toBuilder()
        .index(Integer.toString(place))
        .required(parameter.required())
        .build();
  }

  private static PositionalParamSpec parameter(String label, String sentence, String arity) {
    return PositionalParamSpec.builder()
        .type(String.class)
        .arity(arity)
        .required(arity.equals("1"))
        .paramLabel(label)
        .description(sentence)
        .build();
  }

  /// Reads a length of time that stands on the command line.
  ///
  /// @throws Failure when it is none
  public static Duration span(String option, String text) {
    try {
      return Span.parse(text);
    } catch (IllegalArgumentException e) {
      throw new Failure(new Problem(ProgramCode.USAGE, option, "the value " + e.getMessage(), ""));
    }
  }

  /// Reads a whole number that stands on the command line.
  ///
  /// @throws Failure when it is none, or out of bounds
  public static int number(String option, String text, int least, int most) {
    if (text.matches("\\d{1,9}")) {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    }
    String rule = "the value must be a number from " + least + " to " + most;
    throw new Failure(new Problem(ProgramCode.USAGE, option, rule + ", but is '" + text + "'", ""));
  }

  /// `-o`: text for people, or JSON for programs.
  public static OptionSpec output() {
    return value("FORM", "How to print: text or json. Default: text.", "-o", "--output");
  }

  /// Whether `-o json` was given.
  ///
  /// @throws Failure for a form that is neither text nor json
  public static boolean isJson(Invocation invocation) {
    String form = invocation.option("--output").orElse("text");
    if (!form.equals("text") && !form.equals("json")) {
      throw new Failure(
          new Problem(
              ProgramCode.USAGE, "-o", "the form must be text or json, but is '" + form + "'", ""));
    }
    return form.equals("json");
  }

  public static OptionSpec data() {
    return value(
        "DIR", "Where the data is. Default: $VARVE_DATA, else .varve in this folder.", "--data");
  }

  public static OptionSpec config() {
    return value(
        "FILE",
        "The configuration. Default: varve.config.ts, varve.yaml or varve.json here.",
        "-c",
        "--config");
  }

  /// What runs a configuration in TypeScript.
  public static OptionSpec engine() {
    return value(
        "NAME",
        "What runs varve.config.ts: sandbox, or node for packages from npm. Default: sandbox.",
        "--engine");
  }

  /// How far its imports reach.
  public static OptionSpec root() {
    return value(
        "DIR",
        "The folder that imports of varve.config.ts may not leave. Default: its own.",
        "--root");
  }
}
