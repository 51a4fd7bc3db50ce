package dev.varve.bench.store;

import dev.varve.bench.store.keeper.Device;
import dev.varve.bench.store.keeper.Documents;
import dev.varve.bench.store.keeper.Keeper;
import dev.varve.bench.store.keeper.SqliteKeeper;
import dev.varve.bench.store.keeper.VarveKeeper;
import java.nio.file.Path;
import java.util.List;

/// S1 and S2: one thread puts, each put on the device before the next; beside the device itself,
/// and beside SQLite.
final class DeviceScenario implements Scenario {
  @Override
  public String goals() {
    return "S1 S2";
  }

  @Override
  public String work() {
    return "put by one thread beside the device's own write and sync, and SQLite with a table of versions";
  }

  @Override
  public List<Row> run(Bench bench) throws Exception {
    var documents = new Documents();
    Path directory = bench.place("device");
    Crew crew = bench.crew(1);
    try (var device = new Device(directory);
        Keeper ours = VarveKeeper.open(directory.resolve("varve"), documents).warm();
        Keeper sqlite = new SqliteKeeper(directory, documents)) {
      var next = new long[1];
      Contest.Turn put =
          () -> Figure.of(ours.name(), crew.run(() -> ours.put(next[0] % 1_000_003, next[0]++)));
      Contest.Turn floor = () -> Figure.of("write and sync of 744 B", crew.run(device::write));
      Contest.Turn insert =
          () ->
              Figure.of(sqlite.name(), crew.run(() -> sqlite.put(next[0] % 1_000_003, next[0]++)));
      put.run();
      insert.run();
      return List.of(
          Row.atLeast("S1", "put, 1 thread", Contest.of(bench.rounds(), put, floor), 0.93),
          Row.atLeast("S2", "put, 1 thread", Contest.of(bench.rounds(), put, insert), 1.15));
    }
  }
}
