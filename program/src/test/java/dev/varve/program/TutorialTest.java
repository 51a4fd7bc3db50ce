package dev.varve.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.json.Json;
import dev.varve.store.At;
import dev.varve.store.History;
import dev.varve.store.Store;
import dev.varve.store.Version;
import dev.varve.store.local.LocalStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The pages of the store do what they say: each command is run, and what it prints is what the
/// page shows, where `…` stands for anything.
final class TutorialTest {
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

  @TempDir Path folder;

  @Test
  void everyCommandPrintsWhatThePageShows() throws IOException {
    assertThat(commandsOf("docs/store/tutorial.md")).isGreaterThan(10);
  }

  @Test
  void thePageOnKeysDoesToo() throws IOException {
    assertThat(commandsOf("docs/store/keys.md")).isGreaterThan(5);
  }

  /// The lines between the marks are those of the page.
  @Test
  void theJavaOfTheModelIsThisCode() throws IOException {
    try (Store store = LocalStore.inMemory()) {
      // from here
      Version first = store.put("users", "ann", Json.parse("{\"age\": 41}")).version();
      store.put("users", "ann", Json.parse("{\"age\": 42}")).version();

      store.get("users", "ann"); // {"age":42}
      store.at("users", "ann", At.time(first.time())); // {"age":41}
      store.log("users", "ann", History.Page.first(10)); // both, newest first
      store.revert("users", "ann", first.seq()); // a third version with the first value
      // to here
      assertThat(store.get("users", "ann").orElseThrow().value()).isEqualTo(first.value());
      assertThat(store.log("users", "ann", History.Page.first(10)).versions()).hasSize(3);
    }
    Path here = Path.of("src/test/java/dev/varve/program/TutorialTest.java");
    List<String> source = code(Files.readAllLines(here), "// from here", "// to here");
    List<String> page =
        code(Files.readAllLines(root().resolve("docs/store/model.md")), "```java", "```");
    assertThat(page.subList(1, page.size() - 1)).isEqualTo(source);
  }

  /// Stripped lines between two marks, with one space before a remark.
  private static List<String> code(List<String> lines, String from, String to) {
    return lines.stream()
        .map(String::strip)
        .dropWhile(line -> !line.equals(from))
        .skip(1)
        .takeWhile(line -> !line.equals(to))
        .filter(line -> !line.isEmpty())
        .map(line -> line.replaceAll(" +//", " //"))
        .toList();
  }

  private int commandsOf(String name) throws IOException {
    List<String> page = Files.readAllLines(root().resolve(name));
    boolean console = false;
    String command = "";
    var shown = new ArrayList<String>();
    int commands = 0;
    for (String line : page) {
      boolean fence = line.startsWith("```");
      if (console && (fence || line.startsWith("$ ")) && !command.isEmpty()) {
        check(command, shown);
        commands++;
        command = "";
        shown.clear();
      }
      if (fence) {
        console = line.equals("```console");
      } else if (console && line.startsWith("$ ")) {
        command = line.substring(2);
      } else if (console) {
        shown.add(line);
      }
    }
    return commands;
  }

  private void check(String command, List<String> shown) {
    var expected = new StringBuilder();
    for (String line : shown) {
      expected.append(anything(line)).append("\\R");
    }
    assertThat(run(command))
        .as(command)
        .matches(Pattern.compile(expected.toString(), Pattern.DOTALL));
  }

  private static String anything(String line) {
    var pattern = new StringBuilder();
    for (String part : line.split("…", -1)) {
      pattern.append(pattern.isEmpty() ? "" : ".*").append(Pattern.quote(part));
    }
    return pattern.toString();
  }

  private String run(String command) {
    var words = new ArrayList<String>();
    Matcher word = WORD.matcher(command);
    while (word.find()) {
      words.add(word.group(1) == null ? word.group(2) : word.group(1));
    }
    assertThat(words.removeFirst()).isEqualTo("varve");
    var out = new ByteArrayOutputStream();
    try (var print = new PrintStream(out, true, StandardCharsets.UTF_8)) {
      CommandTree.of(AllCommands.list())
          .run(new Terminal(print, print), folder, Map.of(), words.toArray(String[]::new));
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  /// Tests run in their module's folder.
  private static Path root() {
    return Path.of("..").toAbsolutePath().normalize();
  }
}
