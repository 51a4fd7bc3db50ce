package dev.varve.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// Files that hold examples, each with its input and the output it must give:
///
/// ```
/// ==== a duration without a unit
/// every: 5
/// ==== gives
/// every must be a duration, but is 5
/// ```
///
/// `-Dvarve.golden=update` writes what came out into the files: read the difference before it is
/// committed. Both texts end with a line feed; lines before the first example are kept as they are.
public final class Golden {
  private static final String MARK = "==== ";
  private static final String GIVES = "==== gives";

  private Golden() {}

  private record Example(String title, String input, String output) {}

  private record Sheet(String preface, List<Example> examples) {}

  /// Runs every example of one file.
  ///
  /// @param file relative to the module, such as `src/test/golden/spans.txt`
  /// @throws AssertionError naming every example whose output differs, with both texts
  public static void check(Path file, UnaryOperator<String> run) {
    check(file, run, "update".equals(System.getProperty("varve.golden")));
  }

  static void check(Path file, UnaryOperator<String> run, boolean update) {
    Sheet sheet = parse(read(file), file);
    var actual = new ArrayList<Example>();
    var differences = new StringBuilder();
    for (Example example : sheet.examples) {
      String output = ended(run.apply(example.input));
      actual.add(new Example(example.title, example.input, output));
      if (!output.equals(example.output)) {
        differences.append(
            "\n== %s\n-- must give\n%s-- but gives\n%s"
                .formatted(example.title, example.output, output));
      }
    }
    if (update) {
      write(file, new Sheet(sheet.preface, actual));
    } else if (!differences.isEmpty()) {
      throw new AssertionError(file + " differs; -Dvarve.golden=update rewrites it:" + differences);
    }
  }

  private static Sheet parse(String text, Path file) {
    var preface = new StringBuilder();
    var examples = new ArrayList<Draft>();
    StringBuilder part = preface;
    var output = new StringBuilder();
    for (String line : text.lines().toList()) {
      if (line.equals(GIVES)) {
        part = output;
      } else if (line.startsWith(MARK)) {
        part = new StringBuilder();
        output = new StringBuilder();
        examples.add(new Draft(line.substring(MARK.length()), part, output));
      } else {
        part.append(line).append('\n');
      }
    }
    if (examples.isEmpty()) {
      throw new AssertionError(file + " must hold an example, but holds none");
    }
    return new Sheet(preface.toString(), examples.stream().map(Draft::finished).toList());
  }

  /// An example while its lines are gathered; one without an output yet has an empty one.
  private record Draft(String title, StringBuilder input, StringBuilder output) {
    Example finished() {
      return new Example(title, input.toString(), output.toString());
    }
  }

  private static void write(Path file, Sheet sheet) {
    var text = new StringBuilder(sheet.preface);
    for (Example example : sheet.examples) {
      text.append(MARK).append(example.title).append('\n').append(example.input);
      text.append(GIVES).append('\n').append(example.output);
    }
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String ended(String text) {
    return text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
  }
}
