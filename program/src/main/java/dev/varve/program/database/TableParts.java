package dev.varve.program.database;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Prints an answer as a table as it comes: its rows when it has some, else a line for each of its
/// members. The first [#PAGE] rows settle which columns there are and how wide they are; of those
/// behind them no more than one is held. A cell that is wider moves the rest of its line, and what
/// only later rows have is not shown.
final class TableParts implements AnswerParts.Reader {
  static final int PAGE = 1000;

  private final OutputStream out;
  private final List<Json> page = new ArrayList<>();
  private final List<Json> others = new ArrayList<>();
  private JsonObject members = JsonObject.EMPTY;
  private String rows = "";
  private boolean isPlain;
  private TableText.Columns columns = TableText.Columns.NONE;

  TableParts(OutputStream out) {
    this.out = out;
  }

  @Override
  public void whole(Json answer) throws IOException {
    isPlain = true;
    print(TableText.of(answer));
  }

  @Override
  public void member(String name, Json value) {
    members = members.with(name, value);
  }

  @Override
  public void item(String name, int index, Json item) throws IOException {
    if (index == 0 && rows.isEmpty() && item instanceof JsonObject) {
      rows = name;
    }
    if (!rows.equals(name)) {
      others.add(item);
    } else if (columns.isSettled()) {
      print(List.of(columns.line(item)));
    } else {
      page.add(item);
      if (page.size() == PAGE) {
        settle();
      }
    }
  }

  @Override
  public void end(String name, int items) {
    if (!rows.equals(name)) {
      member(name, new JsonArray(others));
      others.clear();
    }
  }

  private void settle() throws IOException {
    columns = TableText.Columns.of(page);
    print(List.of(columns.head()));
    print(page.stream().map(columns::line).toList());
    page.clear();
  }

  /// Nothing more comes.
  void end() throws IOException {
    if (!page.isEmpty()) {
      settle();
    } else if (rows.isEmpty() && !isPlain) {
      print(TableText.of(members));
    }
  }

  private void print(List<String> lines) throws IOException {
    for (String line : lines) {
      out.write(line.getBytes(StandardCharsets.UTF_8));
      out.write('\n');
    }
  }
}
