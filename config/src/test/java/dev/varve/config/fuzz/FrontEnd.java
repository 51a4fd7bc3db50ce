package dev.varve.config.fuzz;

import dev.varve.base.Failure;
import dev.varve.base.json.Json;
import dev.varve.config.Authoring;
import dev.varve.config.profile.KnownProfiles;
import dev.varve.config.source.Authored;
import dev.varve.graph.Graph;
import dev.varve.graph.check.Checks;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// What every fuzzed text must end in once it is read: a graph that reads back to the same bytes,
/// or problems.
final class FrontEnd {
  private FrontEnd() {}

  /// Reads a text in some language.
  @FunctionalInterface
  interface Reader {
    Authored read(String text);
  }

  static void compile(Reader reader, String text) {
    try {
      Graph graph = Authoring.compile(reader.read(text), KnownProfiles.PROFILES).graph();
      Checks.run(graph, _ -> "");
      byte[] bytes = graph.canonical();
      byte[] again = Graph.read(Json.parse(new String(bytes, StandardCharsets.UTF_8))).canonical();
      if (!Arrays.equals(bytes, again)) {
        throw new AssertionError("a graph must read back to its own bytes");
      }
    } catch (Failure failure) {
      told(failure);
    }
  }

  static void told(Failure failure) {
    if (failure.problems().isEmpty()
        || failure.problems().stream().anyMatch(problem -> problem.message().isBlank())) {
      throw new AssertionError("a failure must say what is wrong", failure);
    }
  }
}
