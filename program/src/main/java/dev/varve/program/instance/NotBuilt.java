package dev.varve.program.instance;

import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.graph.Graph;
import dev.varve.program.ProgramCode;
import java.util.ArrayList;
import java.util.List;

/// What the graph's language has and the listeners of this version do not do. It is refused, never
/// ignored; the edge does the same for routes.
final class NotBuilt {
  private final List<Problem> problems = new ArrayList<>();

  private NotBuilt() {}

  /// @throws Failure naming every such option
  static void refuse(Graph graph) {
    var found = new NotBuilt();
    found.unless(
        graph.tls().acme() == null, "tls.acme", "be left out: name files with tls.certificates");
    found.unless(!graph.tls().local(), "tls.local", "be false: name files with tls.certificates");
    if (!found.problems.isEmpty()) {
      throw new Failure(found.problems);
    }
  }

  /// What may be left undone without harm, in words for the person who starts the program.
  static List<String> withoutEffect(Graph graph) {
    boolean caches =
        graph.sites().values().stream()
            .flatMap(site -> site.routes().stream())
            .anyMatch(route -> route.delivery().cache() != null);
    return caches
        ? List.of("responses are not kept yet: `cache` has no effect in this version")
        : List.of();
  }

  private void unless(boolean absent, String path, String rule) {
    if (!absent) {
      problems.add(
          new Problem(
              ProgramCode.NOT_BUILT,
              path,
              path + " must " + rule + ", but is set, and this version cannot do it",
              "remove it"));
    }
  }
}
