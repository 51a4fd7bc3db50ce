package dev.varve.store.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonObject;
import dev.varve.store.filter.Filter;
import dev.varve.store.filter.Row;
import dev.varve.store.filter.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The page about queries says what happens.
class QueryPageTest {
  private static final Pattern CODE = Pattern.compile("`([^`]*)`");

  private static String page() throws IOException {
    return Files.readString(
        Path.of(System.getProperty("varve.root")).resolve("docs/store/query.md"));
  }

  private static List<Row.Held> documents() throws IOException {
    Matcher block = Pattern.compile("```json documents\n(.*?)```", Pattern.DOTALL).matcher(page());
    assertThat(block.find()).isTrue();
    var rows = new ArrayList<Row.Held>();
    ((JsonObject) Json.parse(block.group(1)))
        .members()
        .forEach((key, value) ->
            rows.add(new Row.Held(key, rows.size() + 1, 0, "ann", value.canonical())));
    return rows;
  }

  /// The cells in code marks of the table below a header, and the rest of each line.
  private static List<List<String>> table(String header) throws IOException {
    String rest = page();
    rest = rest.substring(rest.indexOf(header));
    var lines = new ArrayList<List<String>>();
    for (String line : rest.lines().skip(2).takeWhile(each -> each.startsWith("|")).toList()) {
      var cells = new ArrayList<String>();
      Matcher code = CODE.matcher(line);
      while (code.find()) {
        cells.add(code.group(1));
      }
      cells.add(
          line.substring(line.lastIndexOf('|', line.length() - 2) + 1, line.length() - 1).strip());
      lines.add(cells);
    }
    return lines;
  }

  private static Results run(Query query) throws IOException {
    return QueryRunner.run(query, Samples.reusing(documents()), QueryLimits.DEFAULT);
  }

  @Test
  void filtersOfThePagePassWhatItSays() throws IOException {
    List<List<String>> lines = table("| text | JSON | passes |");
    assertThat(lines).hasSizeGreaterThan(20);
    for (List<String> line : lines) {
      Filter text = Filter.parse(line.get(0));
      Filter json = Filter.of(Json.parse(line.get(1)));
      var keys = new ArrayList<String>();
      Results results = run(Query.of(text));
      for (Row row = results.next(); row != null; row = results.next()) {
        keys.add(row.key());
      }

      assertThat(json).as(line.get(0)).isEqualTo(text);
      assertThat(String.join(" ", keys)).as(line.get(0)).isEqualTo(line.get(2));
    }
  }

  @Test
  void queriesOfThePageAnswerWhatItSays() throws IOException {
    List<List<String>> lines = table("| query | answer |");
    assertThat(lines).hasSizeGreaterThan(4);
    for (List<String> line : lines) {
      Query query = Query.of(Json.parse(line.get(0)));
      Results results = run(query);
      var answer = new ArrayList<String>();
      for (Row row = results.next(); row != null; row = results.next()) {
        answer.add(row.key() + " " + row.json());
      }
      results.groups().forEach(group -> answer.add(group.toString()));
      if (!results.aggregates().equals(JsonObject.EMPTY)) {
        answer.add(results.aggregates().toString());
      }
      assertThat(String.join(" ", answer)).as(line.get(0)).isEqualTo(line.get(1));
    }
  }

  @Test
  void errorsOfThePageAreThoseGiven() throws IOException {
    for (List<String> line : table("| wrong | answer |")) {
      String source = line.get(0);
      assertThatThrownBy(
              () -> {
                Filter filter =
                    source.startsWith("{") ? Filter.of(Json.parse(source)) : Filter.parse(source);
                assertThat(filter).isNull();
              })
          .hasMessage(line.get(1));
    }
  }
}
