package dev.varve.program.database;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonNull;
import dev.varve.base.json.JsonObject;
import dev.varve.base.json.JsonString;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Answers as tables for people.
final class TableText {
  private static final int COLUMNS_MAX = 16;

  private TableText() {}

  /// Any answer: its rows when it has some, with the members of a document or group as columns of
  /// their own; else a line for each of its members.
  static List<String> of(Json json) {
    return switch (json) {
      case JsonArray(List<Json> items) -> rows(items);
      case JsonObject object -> object(object);
      default -> List.of(cell(json));
    };
  }

  private static List<String> object(JsonObject object) {
    for (Json member : object.members().values()) {
      if (member instanceof JsonArray(List<Json> items)
          && !items.isEmpty()
          && items.getFirst() instanceof JsonObject) {
        return rows(items);
      }
    }
    var lines = new ArrayList<List<String>>();
    lines.add(List.of("name", "value"));
    object.members().forEach((name, value) -> lines.add(List.of(name, cell(value))));
    return aligned(lines);
  }

  private static List<String> rows(List<Json> items) {
    var columns = Columns.of(items);
    var text = new ArrayList<String>();
    text.add(columns.head());
    items.forEach(row -> text.add(columns.line(row)));
    return text;
  }

  /// The columns of rows and how wide they are.
  record Columns(List<String> names, List<Integer> widths) {
    static final Columns NONE = new Columns(List.of(), List.of());

    /// As wide as these rows need.
    static Columns of(List<Json> items) {
      Set<String> all = new LinkedHashSet<>();
      items.forEach(each -> all.addAll(flat(each).keySet()));
      var names = all.stream().limit(COLUMNS_MAX).toList();
      var widths = names.stream().map(String::length).collect(Collectors.toList());
      for (Json item : items) {
        List<String> cells = cells(flat(item), names);
        for (int i = 0; i < names.size(); i++) {
          widths.set(i, Math.max(widths.get(i), cells.get(i).length()));
        }
      }
      return new Columns(names, List.copyOf(widths));
    }

    private static List<String> cells(Map<String, Json> row, List<String> names) {
      return names.stream().map(name -> cell(row.get(name))).toList();
    }

    boolean isSettled() {
      return !names.isEmpty();
    }

    String head() {
      return padded(names, widths);
    }

    String line(Json item) {
      return padded(cells(flat(item), names), widths);
    }
  }

  private static Map<String, Json> flat(Json item) {
    if (!(item instanceof JsonObject(Map<String, Json> members))) {
      return Map.of("value", item);
    }
    var flat = new LinkedHashMap<String, Json>();
    members.forEach((name, value) -> {
      boolean inner = name.equals("value") || name.equals("group");
      if (inner && value instanceof JsonObject(Map<String, Json> parts)) {
        parts.forEach(flat::putIfAbsent);
      } else {
        flat.put(name, value);
      }
    });
    return flat;
  }

  /// Rows of objects, a column for each of the names.
  static List<String> of(@Nullable Json rows, List<String> columns) {
    var lines = new ArrayList<List<String>>();
    if (rows instanceof JsonArray(List<Json> items)) {
      lines.add(columns);
      for (Json item : items) {
        lines.add(cells(item, columns));
      }
    }
    return aligned(lines);
  }

  /// One row.
  static List<String> cells(Json item, List<String> columns) {
    return columns.stream()
        .map(column -> cell(item instanceof JsonObject object ? object.get(column) : item))
        .toList();
  }

  private static List<String> aligned(List<List<String>> lines) {
    int columns = lines.isEmpty() ? 0 : lines.getFirst().size();
    var widths = new int[columns];
    for (List<String> cells : lines) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], cells.get(i).length());
      }
    }
    List<Integer> wide = Arrays.stream(widths).boxed().toList();
    return lines.stream().map(cells -> padded(cells, wide)).toList();
  }

  private static String padded(List<String> cells, List<Integer> widths) {
    var line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      String cell = cells.get(i);
      line.append(cell).append(" ".repeat(Math.max(0, widths.get(i) - cell.length()) + 2));
    }
    return line.toString().stripTrailing();
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
