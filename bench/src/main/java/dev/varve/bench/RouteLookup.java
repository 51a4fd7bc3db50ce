package dev.varve.bench;

import dev.varve.graph.Graph;
import dev.varve.graph.Site;
import dev.varve.graph.action.Respond;
import dev.varve.graph.match.Lookup;
import dev.varve.graph.match.Outcome;
import dev.varve.graph.match.Router;
import dev.varve.graph.route.Route;
import java.util.ArrayList;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// How long it takes to find a route, and that it does not depend on how many there are. Requests
/// go round over paths of every route, so that the tables do not sit in the cache by accident.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RouteLookup {
  private static final String HOST = "shop.example.com";
  private static final int REQUESTS = 4096;

  /// How many routes the site has.
  @Param({"10", "100", "1000", "10000"})
  public int routes = 10;

  private Router router = Router.compile(Graph.DEFAULT);
  private final String[] exact = new String[REQUESTS];
  private final String[] below = new String[REQUESTS];
  private final String[] users = new String[REQUESTS];
  private int next;

  /// Half of the routes are exact, a quarter prefixes, a quarter have a parameter.
  @Setup
  public void compile() {
    var all = new ArrayList<Route>();
    for (int i = 0; i < routes; i++) {
      String service = "/api/v1/service-" + i / 4;
      all.add(
          switch (i % 4) {
            case 0 -> Route.of(service + "/*", Respond.DEFAULT);
            case 1 -> Route.of(service + "/users/{id}", Respond.DEFAULT);
            case 2 -> Route.of(service + "/status", Respond.DEFAULT);
            default -> Route.of(service + "/orders/open", Respond.DEFAULT);
          });
    }
    router = Router.compile(Graph.of(Map.of(HOST, Site.of(all))));
    var random = new SplittableRandom(1);
    for (int i = 0; i < REQUESTS; i++) {
      String service = "/api/v1/service-" + random.nextInt(Math.max(1, routes / 4));
      exact[i] = service + "/orders/open";
      below[i] = service + "/a/b";
      users[i] = service + "/users/" + random.nextInt(100_000);
    }
  }

  private Outcome find(String[] paths) {
    next = (next + 1) & (REQUESTS - 1);
    return router.match(HOST, paths[next], "GET", Lookup.NONE, Lookup.NONE);
  }

  @Benchmark
  public Outcome exactPath() {
    return find(exact);
  }

  @Benchmark
  public Outcome prefix() {
    return find(below);
  }

  @Benchmark
  public Outcome parameter() {
    return find(users);
  }
}
