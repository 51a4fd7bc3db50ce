package dev.varve.program;

import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.base.unit.Span;
import dev.varve.program.line.CommandSpec;
import dev.varve.program.line.OptionSpec;
import dev.varve.program.line.ParameterSpec;
import java.time.Duration;
import java.util.List;

/// The building blocks of command descriptions, so that the same option reads the same everywhere.
public final class Options {
  private Options() {}

  static OptionSpec version() {
    return flag("Print the version and end.", "-V", "--version");
  }

  static OptionSpec help() {
    return flag("Show this help and end.", "-h", "--help");
  }

  /// A command of one sentence and examples, each a line to type.
  public static CommandSpec command(String name, String sentence, String... examples) {
    return new CommandSpec(name, sentence, List.of(examples));
  }

  /// An option with a value.
  public static OptionSpec value(String label, String sentence, String... names) {
    return new OptionSpec(List.of(names), label, sentence);
  }

  /// An option without a value.
  public static OptionSpec flag(String sentence, String... names) {
    return new OptionSpec(List.of(names), "", sentence);
  }

  /// A parameter that must be given.
  public static ParameterSpec required(String label, String sentence) {
    return new ParameterSpec(label, sentence, ParameterSpec.Times.ONCE);
  }

  /// A parameter that may be left out.
  public static ParameterSpec optional(String label, String sentence) {
    return new ParameterSpec(label, sentence, ParameterSpec.Times.AT_MOST_ONCE);
  }

  /// All words that are left.
  public static ParameterSpec words(String label, String sentence) {
    return new ParameterSpec(label, sentence, ParameterSpec.Times.ANY);
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
