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
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/// What finding a route costs, and whether that depends on how many there are. Half of the routes
/// are exact, a quarter prefixes, a quarter have a parameter; all names have the same length, so
/// that the processor guesses branches equally well for ten routes and for ten thousand.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgs = {"-Xmx512m", "-XX:+UseSerialGC"})
public class RouteLookup {
  private static final String HOST = "shop.example.com";
  private static final int REQUESTS = 4096;

  /// How many there are.
  @Param({"10", "100", "1000", "10000"})
  public int routes;

  /// Which kind is asked for.
  @Param({"exact", "prefix", "parameter"})
  public String kind = "";

  /// How often each is asked for: `even`, all the same, which no cache likes; `skewed`, the tenth
  /// route a tenth as often as the first, as traffic is.
  @Param({"even", "skewed"})
  public String traffic = "";

  private Router router = Router.compile(Graph.DEFAULT);
  private String[] paths = {};
  private int next;

  /// Runs all of it; takes JMH's own options.
  public static void main(String[] arguments) throws RunnerException, CommandLineOptionException {
    new Runner(
            new OptionsBuilder()
                .parent(new CommandLineOptions(arguments))
                .include(RouteLookup.class.getName())
                .build())
        .run();
  }

  /// Builds the router and the requests.
  @Setup
  public void build() {
    var all = new ArrayList<Route>();
    for (int i = 0; i < routes; i++) {
      String path =
          switch (i % 4) {
            case 0 -> "/*";
            case 1 -> "/users/{id}";
            case 2 -> "/status";
            default -> "/orders/open";
          };
      all.add(Route.of(service(i / 4) + path, Respond.DEFAULT));
    }
    router = Router.compile(Graph.of(Map.of(HOST, Site.of(all))));
    paths = paths();
  }

  private String[] paths() {
    String end =
        switch (kind) {
          case "exact" -> "/orders/open";
          case "prefix" -> "/a/b";
          default -> "/users/7";
        };
    var random = new SplittableRandom(1);
    int services = Math.max(1, routes / 4);
    var made = new String[REQUESTS];
    for (int i = 0; i < REQUESTS; i++) {
      double even = random.nextDouble();
      double drawn = traffic.equals("even") ? even * services : Math.pow(services + 1.0, even) - 1;
      made[i] = service((int) drawn) + end;
    }
    return made;
  }

  private static String service(int number) {
    return "/api/v1/service-%04d".formatted(number);
  }

  /// One lookup.
  @Benchmark
  public Outcome find() {
    next = next + 1 & REQUESTS - 1;
    return router.match(HOST, paths[next], "GET", Lookup.NONE, Lookup.NONE);
  }
}
