package dev.varve.bench.store;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Runs the scenarios that are named, or all, and prints their table.
public final class StoreBench {
  private static final List<Scenario> SCENARIOS =
      List.of(
          new DeviceScenario(),
          new ManyPutsScenario(),
          new HttpScenario(),
          new GetScenario(),
          new PastScenario(),
          new HistoryScenario(),
          new DiffScenario(),
          new WatchScenario(),
          new QueryScenario(),
          new GrowthScenario(),
          new LongHistoryScenario(),
          new CompactionScenario());

  private StoreBench() {}

  public static void main(String[] args) throws Exception {
    PrintStream out = System.out;
    var options = Options.of(args);
    List<Scenario> chosen = chosen(options.names());
    Path directory = Files.createTempDirectory(options.directory(), "varve-bench-");
    var rows = new ArrayList<Row>();
    try {
      for (Scenario scenario : chosen) {
        out.println(scenario.goals() + ": " + scenario.work());
        var bench = new Bench(directory, options, out);
        for (Row row : scenario.run(bench)) {
          out.println("  " + row.line());
          rows.add(row);
        }
      }
    } finally {
      delete(directory);
    }
    out.println();
    out.println(Machine.describe());
    out.println(Row.table(rows));
    if (options.json() != null) {
      Files.writeString(options.json(), Row.json(rows));
    }
    if (rows.isEmpty()) {
      throw new IllegalStateException("nothing was measured");
    }
  }

  private static List<Scenario> chosen(List<String> names) {
    if (names.isEmpty()) {
      return SCENARIOS;
    }
    var chosen = new ArrayList<Scenario>();
    for (Scenario scenario : SCENARIOS) {
      List<String> goals = Arrays.asList(scenario.goals().split(" "));
      if (names.stream().anyMatch(goals::contains)) {
        chosen.add(scenario);
      }
    }
    if (chosen.isEmpty()) {
      throw new IllegalArgumentException("scenarios must be among S1 to S16, but are " + names);
    }
    return chosen;
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
