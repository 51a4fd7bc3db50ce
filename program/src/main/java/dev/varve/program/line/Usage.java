package dev.varve.program.line;

import java.util.ArrayList;
import java.util.List;

/// The help of a command, in lines of at most 100 characters.
public final class Usage {
  private static final int WIDTH = 100;
  private static final int GAP = 3;

  private final StringBuilder text = new StringBuilder(1024);

  private Usage() {}

  /// @param name the command with the program's name in front
  /// @param below the commands of a group, each with its sentence
  public static String of(String name, CommandSpec spec, List<Row> below) {
    var usage = new Usage();
    usage.synopsis(name, spec, !below.isEmpty());
    usage.wrap(spec.sentence(), 0, 0);
    usage.rows(rows(spec));
    if (!below.isEmpty()) {
      usage.text.append("Commands:\n");
      usage.rows(below);
    }
    if (!spec.examples().isEmpty()) {
      usage.text.append("\nExamples:\n");
      spec.examples().forEach(each -> usage.text.append("  ").append(each).append('\n'));
    }
    return usage.text.toString();
  }

  /// Something and what it means.
  public record Row(String left, String right) {}

  private void synopsis(String name, CommandSpec spec, boolean group) {
    var parts = new ArrayList<String>();
    spec.options().forEach(each -> parts.add(each.bracketed()));
    spec.parameters().forEach(each -> parts.add(each.bracketed()));
    if (group) {
      parts.add("[COMMAND]");
    }
    String start = "Usage: " + name;
    text.append(start);
    int column = start.length();
    for (String part : parts) {
      if (column + 1 + part.length() > WIDTH) {
        text.append('\n').repeat(' ', start.length());
        column = start.length();
      }
      text.append(' ').append(part);
      column += 1 + part.length();
    }
    text.append('\n');
  }

  private static List<Row> rows(CommandSpec spec) {
    var rows = new ArrayList<Row>();
    spec.parameters().forEach(each -> rows.add(new Row("      " + each.label(), each.sentence())));
    for (OptionSpec each : spec.options()) {
      String first = each.names().getFirst();
      String left = first.startsWith("--") ? "      " : "  " + first + ", ";
      rows.add(
          new Row(
              each.names().size() > 1 || first.startsWith("--")
                  ? left + each.shown()
                  : "  " + each.shown(),
              each.sentence()));
    }
    return rows;
  }

  private void rows(List<Row> rows) {
    int widest = 0;
    for (Row row : rows) {
      widest = Math.max(widest, row.left().length());
    }
    for (Row row : rows) {
      text.append(row.left()).repeat(' ', widest + GAP - row.left().length());
      wrap(row.right(), widest + GAP, widest + GAP + 2);
    }
  }

  /// Words in lines.
  ///
  /// @param column where the first line stands already
  /// @param indent where the others begin
  private void wrap(String sentence, int column, int indent) {
    int at = column;
    boolean first = true;
    for (String word : sentence.split(" ", -1)) {
      if (!first && at + 1 + word.length() > WIDTH) {
        text.append('\n').repeat(' ', indent);
        at = indent;
      } else if (!first) {
        text.append(' ');
        at++;
      }
      text.append(word);
      at += word.length();
      first = false;
    }
    text.append('\n');
  }
}
