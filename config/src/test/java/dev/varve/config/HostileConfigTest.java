package dev.varve.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.base.Failure;
import dev.varve.config.source.Authored;
import dev.varve.graph.check.Checks;
import dev.varve.testkit.Gen;
import dev.varve.testkit.Property;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Malice ends with an error, within bounds.
class HostileConfigTest {
  private static void fails(String text, String code) {
    assertThatThrownBy(() -> Authoring.yaml(text, "f"))
        .isInstanceOf(Failure.class)
        .hasMessageContaining(code);
  }

  @Test
  void boundsDepth() {
    fails("[".repeat(100_000), "E11");
    fails("{a: ".repeat(1_000) + "1" + "}".repeat(1_000), "E1105");
    var deep = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      deep.append(" ".repeat(i)).append("a:\n");
    }
    fails(deep.toString(), "E1105");
    assertThatThrownBy(() -> Authoring.json("[".repeat(100_000), "f")).isInstanceOf(Failure.class);
  }

  @Test
  void boundsAliases() {
    var bomb = new StringBuilder("a0: &a0 [x]\n");
    for (int i = 1; i < 40; i++) {
      bomb.append("a").append(i).append(": &a").append(i).append(" [*a").append(i - 1);
      bomb.append(", *a").append(i - 1).append("]\n");
    }
    fails(bomb.toString(), "E1105");
  }

  @Test
  void boundsNumbersAndSize() {
    fails("a: " + "9".repeat(100_000), "E1103");
    fails("a: 1e999999999", "E1103");
    fails("x".repeat(5 << 20), "E1105");
    fails("a: [" + "1,".repeat(300_000) + "]", "E1105");
  }

  /// Devices say that they have no bytes, and never end.
  @ParameterizedTest
  @ValueSource(strings = {"varve.yaml", "varve.json", "varve.config.ts"})
  void readsNoMoreOfADeviceThanOfAFile(String name, @TempDir Path folder) throws IOException {
    Path file = Files.createSymbolicLink(folder.resolve(name), Path.of("/dev/zero"));

    assertThatThrownBy(() -> ConfigFile.read(file, Evaluation.sandbox(_ -> {})))
        .isInstanceOf(Failure.class)
        .hasMessageMatching("(?s).*E1105.*|.*E1152.*");
  }

  @Test
  void tellsWhatIsNoFile(@TempDir Path folder) throws IOException {
    Path itself = folder.resolve("varve.yaml");
    Files.createSymbolicLink(itself, itself);
    Path directory = Files.createDirectory(folder.resolve("varve.json"));

    assertThatThrownBy(() -> ConfigFile.read(itself, Evaluation.sandbox(_ -> {})))
        .hasMessageContaining("must be a readable file")
        .hasMessageContaining("E1101");
    assertThatThrownBy(() -> ConfigFile.read(directory, Evaluation.sandbox(_ -> {})))
        .hasMessageContaining("must be a readable file")
        .hasMessageContaining("E1101");
  }

  @Test
  void takesByteOrderMarksAndBothLineEnds() {
    var expected = Authoring.yaml("a: 1\nb: 2\n", "f").value();

    assertThat(Authoring.yaml("\ufeffa: 1\r\nb: 2\r\n", "f").value()).isEqualTo(expected);
    assertThat(Authoring.json("\ufeff{\"a\": 1,\r\n\"b\": 2}", "f").value()).isEqualTo(expected);
  }

  @Test
  void boundsWhatIsComparedWithEachOther() {
    var same = new StringBuilder("sites: {a: [");
    var expressions = new StringBuilder("sites: {a: [");
    for (int i = 0; i < 1_200; i++) {
      same.append("{path: /x, headers: {h").append(i).append(": a}, respond: 200},");
      expressions.append("{path: '~/").append(i).append(".*', respond: 200},");
    }
    for (StringBuilder text : List.of(same, expressions)) {
      Authored authored = Authoring.yaml(text.append("]}").toString(), "f");
      var graph = Authoring.compile(authored, Profiles.NONE).graph();
      assertThat(Checks.run(graph, _ -> "").errors())
          .singleElement()
          .asString()
          .contains("at most 1000", "[E1204]");
    }
  }

  @Test
  void endsWithAValueOrAFailureWhateverIsRead() {
    Gen<String> piece =
        Gen.of(
            "a",
            ": ",
            "- ",
            "\n",
            "  ",
            "{",
            "}",
            "[",
            "]",
            ",",
            "&x ",
            "*x",
            "!t ",
            "'",
            "\"",
            "|\n",
            "# c",
            "---\n",
            "...\n",
            "? ",
            "%YAML 1.2\n",
            "<<: ",
            "\t",
            "\\",
            "null",
            "1e9",
            "sites",
            "routes",
            "path",
            "use",
            "\u0000",
            "\uFEFF",
            "é",
            "0x1",
            ".nan",
            "@",
            "`");
    Property.of(Gen.lists(piece, 24).map(list -> String.join("", list)))
        .runs(4000)
        .holds(text -> bounded(text));
  }

  @Test
  void endsWithAGraphOrProblemsWhateverIsAuthored() {
    Gen<String> key =
        Gen.of(
            "sites",
            "a.example",
            "routes",
            "path",
            "proxy",
            "use",
            "auth",
            "limit",
            "respond",
            "static",
            "otherwise",
            "headers",
            "any",
            "not",
            "listen",
            "http",
            "upstreams",
            "env");
    Gen<String> value =
        Gen.of(
            "1", "'x'", "true", "null", "'/*'", "[]", "{}", "'5s'", "'127.0.0.1:80'", "{env: A}");
    Gen<String> nested =
        choices -> {
          var text = new StringBuilder();
          int depth = choices.index(6) + 1;
          var closers = new ArrayList<String>();
          for (int i = 0; i < depth; i++) {
            boolean list = choices.below(3) == 0;
            text.append(list ? "[" : "{" + key.draw(choices) + ": ");
            closers.add(list ? "]" : "}");
          }
          text.append(value.draw(choices));
          closers.reversed().forEach(text::append);
          return text.toString();
        };
    Property.of(
            Gen.lists(nested.map(v -> "sites: " + v + "\n"), 1)
                .map(l -> l.isEmpty() ? "{}" : l.getFirst()))
        .runs(4000)
        .holds(text -> bounded(text));
  }

  private static void bounded(String text) {
    try {
      Authored authored = Authoring.yaml(text, "f");
      assertThat(Authoring.compile(authored, Profiles.NONE).graph().canonical()).isNotEmpty();
    } catch (Failure failure) {
      assertThat(failure.problems()).isNotEmpty();
      assertThat(List.of(String.valueOf(failure.getMessage()))).noneMatch(String::isBlank);
    }
  }
}
