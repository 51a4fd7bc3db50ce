package dev.varve.bench;

import dev.varve.base.Clock;
import dev.varve.graph.Graph;
import dev.varve.graph.Site;
import dev.varve.graph.action.Respond;
import dev.varve.graph.match.Lookup;
import dev.varve.graph.match.Outcome;
import dev.varve.graph.match.Router;
import dev.varve.graph.route.Route;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Map;
import java.util.SplittableRandom;

/// How many routes are found in a second, and whether that depends on how many there are. Requests
/// go round over paths of every route, so that the tables do not sit in the cache by accident.
///
/// Run it alone on the machine: `java -cp ... dev.varve.bench.RouteLookup`.
public final class RouteLookup {
  private static final String HOST = "shop.example.com";
  private static final int REQUESTS = 4096;
  private static final int ROUNDS = 8;
  private static final long ROUND_NANOS = 500_000_000L;

  private final Clock clock = Clock.SYSTEM;
  private final PrintStream out;

  private RouteLookup(PrintStream out) {
    this.out = out;
  }

  /// Prints a table.
  public static void main(String[] arguments) {
    var out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    var bench = new RouteLookup(out);
    out.println("routes  exact       prefix      parameter   (lookups a second, best round)");
    for (int routes : new int[] {10, 100, 1000, 10_000}) {
      bench.measure(routes);
    }
  }

  private void measure(int routes) {
    Router router = router(routes);
    out.printf(
        "%-7d %-11d %-11d %-11d%n",
        routes,
        best(router, paths(routes, "/orders/open")),
        best(router, paths(routes, "/a/b")),
        best(router, paths(routes, "/users/7")));
  }

  /// Half of the routes are exact, a quarter prefixes, a quarter have a parameter.
  private static Router router(int routes) {
    var all = new ArrayList<Route>();
    for (int i = 0; i < routes; i++) {
      String service = "/api/v1/service-" + i / 4;
      String path =
          switch (i % 4) {
            case 0 -> "/*";
            case 1 -> "/users/{id}";
            case 2 -> "/status";
            default -> "/orders/open";
          };
      all.add(Route.of(service + path, Respond.DEFAULT));
    }
    return Router.compile(Graph.of(Map.of(HOST, Site.of(all))));
  }

  private static String[] paths(int routes, String end) {
    var random = new SplittableRandom(1);
    var paths = new String[REQUESTS];
    for (int i = 0; i < REQUESTS; i++) {
      paths[i] = "/api/v1/service-" + random.nextInt(Math.max(1, routes / 4)) + end;
    }
    return paths;
  }

  private long best(Router router, String[] paths) {
    long best = 0;
    for (int round = 0; round < ROUNDS; round++) {
      best = Math.max(best, round(router, paths));
    }
    return best;
  }

  private long round(Router router, String[] paths) {
    long start = clock.nanos();
    long count = 0;
    long found = 0;
    while (clock.nanos() - start < ROUND_NANOS) {
      for (String path : paths) {
        Outcome outcome = router.match(HOST, path, "GET", Lookup.NONE, Lookup.NONE);
        found += outcome instanceof Outcome.Found ? 1 : 0;
      }
      count += paths.length;
    }
    if (found == 0) {
      throw new IllegalStateException("nothing was found");
    }
    return (long) (count * 1e9 / (clock.nanos() - start));
  }
}
