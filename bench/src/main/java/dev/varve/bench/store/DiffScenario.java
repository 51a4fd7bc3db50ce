package dev.varve.bench.store;

import dev.varve.base.json.Json;
import dev.varve.bench.store.keeper.Documents;
import dev.varve.store.diff.JsonPatch;
import java.util.List;

/// S9: the difference of two documents of 2.4 kB.
final class DiffScenario implements Scenario {
  @Override
  public String goals() {
    return "S9";
  }

  @Override
  public String work() {
    return "difference of two documents of 2.4 kB";
  }

  @Override
  public List<Row> run(Bench bench) throws InterruptedException {
    Json before = Documents.large(1);
    Json after = Documents.large(2);
    Crew.Work diff =
        () -> {
          if (JsonPatch.between(before, after).operations().size() != 1) {
            throw new IllegalStateException("one field differs");
          }
        };
    Crew crew = bench.crew(1);
    crew.run(diff);
    Rate rate = crew.run(diff);
    Figure figure = new Figure("Varve", rate.p50Micros(), "us", rate.note());
    return List.of(Row.limit("S9", "difference of 2.4 kB", figure, 50));
  }
}
