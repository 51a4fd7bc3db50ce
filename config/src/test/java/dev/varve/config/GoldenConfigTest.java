package dev.varve.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.base.json.Json;
import dev.varve.config.source.Authored;
import dev.varve.graph.Graph;
import dev.varve.graph.check.Checked;
import dev.varve.graph.check.Checks;
import dev.varve.testkit.Golden;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Each example is YAML, and what it means without its defaults, or everything that is wrong.
class GoldenConfigTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "listen",
        "upstreams",
        "matches",
        "policies",
        "actions",
        "guards",
        "groups",
        "values",
        "checks",
        "yaml"
      })
  void givesWhatTheGoldenFileSays(String name) {
    Golden.check(Path.of("src/test/golden/" + name + ".txt"), GoldenConfigTest::outcome);
  }

  private static String outcome(String yaml) {
    try {
      Authored authored = Authoring.yaml(yaml, "varve.yaml");
      Compiled compiled = Authoring.compile(authored, Profiles.NONE);
      Graph graph = compiled.graph();
      readsBack(graph);
      Checked checked = Checks.run(graph, compiled.places()::at);
      return lines("", checked.errors())
          + lines("warning: ", checked.warnings())
          + (checked.errors().isEmpty() ? Graph.SHAPE.brief(graph).pretty() : "");
    } catch (Failure failure) {
      return lines("", failure.problems());
    }
  }

  private static void readsBack(Graph graph) {
    String canonical = text(graph);
    assertThat(text(Graph.read(Json.parse(canonical)))).isEqualTo(canonical);
    assertThat(text(Graph.read(Graph.SHAPE.brief(graph)))).isEqualTo(canonical);
  }

  private static String text(Graph graph) {
    return new String(graph.canonical(), StandardCharsets.UTF_8);
  }

  private static String lines(String before, List<Problem> problems) {
    return problems.stream().map(problem -> before + problem + "\n").collect(Collectors.joining());
  }
}
