package dev.varve.program;

import static org.assertj.core.api.Assertions.assertThat;

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

/// The tutorial of the store does what it says: each command is run, and what it prints is what the
/// page shows, where `…` stands for anything.
final class TutorialTest {
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

  @TempDir Path folder;

  @Test
  void everyCommandPrintsWhatThePageShows() throws IOException {
    List<String> page = Files.readAllLines(root().resolve("docs/store/tutorial.md"));
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
    assertThat(commands).isGreaterThan(10);
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
