package dev.varve.bench.store;

import java.nio.file.Path;
import java.util.List;

/// S2: one thread puts, each put on the device before the next.
final class PutScenario implements Scenario {
  @Override
  public String goals() {
    return "S2";
  }

  @Override
  public String work() {
    return "put by one thread beside SQLite with a table of versions";
  }

  @Override
  public List<Row> run(Bench bench) throws Exception {
    var documents = new Documents();
    Path directory = bench.place("put");
    Crew crew = bench.crew(1);
    try (Keeper ours = VarveKeeper.open(directory.resolve("varve"), documents).warm();
        Keeper sqlite = new SqliteKeeper(directory, documents)) {
      var next = new long[1];
      Crew.Work put = () -> ours.put(next[0] % 1_000_003, next[0]++);
      Crew.Work insert = () -> sqlite.put(next[0] % 1_000_003, next[0]++);
      crew.run(put);
      crew.run(insert);
      Contest contest =
          Contest.of(
              bench.rounds(),
              () -> Figure.of(ours.name(), crew.run(put)),
              () -> Figure.of(sqlite.name(), crew.run(insert)));
      return List.of(Row.atLeast("S2", "put, 1 thread", contest, 1.15));
    }
  }
}
