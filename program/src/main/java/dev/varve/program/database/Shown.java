package dev.varve.program.database;

import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonNull;
import dev.varve.base.json.JsonObject;
import dev.varve.base.json.JsonString;
import dev.varve.program.Invocation;
import dev.varve.program.Options;
import dev.varve.program.ProgramCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/// How commands show what the store answered: as JSON, or as a table for people.
public final class Shown {
  private Shown() {}

  /// The option that chooses.
  public static CommandSpec option(CommandSpec spec, String absent) {
    return spec.addOption(
        Options.value("FORM", "json or table. Default: " + absent + ".", "-o", "--output-form"));
  }

  /// Whether a table is wanted.
  public static boolean asTable(Invocation invocation, String absent) {
    String form = invocation.option("-o").orElse(absent);
    return switch (form) {
      case "table" -> true;
      case "json" -> false;
      default ->
          throw new Failure(
              new Problem(
                  ProgramCode.USAGE, "-o", "must be json or table, but is '" + form + "'", ""));
    };
  }

  public static void json(Invocation invocation, Json json) {
    invocation.terminal().out().print(json.pretty());
  }

  /// Rows of objects, a column for each of the names; those that no row has are left out.
  public static void table(Invocation invocation, @Nullable Json rows, String... columns) {
    var lines = new ArrayList<List<String>>();
    if (rows instanceof JsonArray(List<Json> items)) {
      lines.add(List.of(columns));
      for (Json item : items) {
        var cells = new ArrayList<String>();
        for (String column : columns) {
          cells.add(cell(item instanceof JsonObject object ? object.get(column) : item));
        }
        lines.add(cells);
      }
    }
    print(invocation, lines, columns.length);
  }

  private static void print(Invocation invocation, List<List<String>> lines, int columns) {
    var widths = new int[columns];
    for (List<String> cells : lines) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], cells.get(i).length());
      }
    }
    for (List<String> cells : lines) {
      var line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        line.append(cells.get(i)).append(" ".repeat(widths[i] - cells.get(i).length() + 2));
      }
      invocation.terminal().print(line.toString().stripTrailing());
    }
  }

  /// Text in one line; control characters as JSON writes them, so that no document moves the
  /// cursor.
  private static String cell(@Nullable Json json) {
    return switch (json) {
      case null -> "";
      case JsonNull _ -> "";
      case JsonString(String text) -> {
        String quoted = Json.of(text).compact();
        yield quoted.substring(1, quoted.length() - 1).replace("\\\"", "\"");
      }
      default -> json.compact();
    };
  }
}
