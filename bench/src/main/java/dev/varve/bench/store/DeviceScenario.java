package dev.varve.bench.store;

import java.nio.file.Path;
import java.util.List;

/// S1: one thread puts; the device writes and syncs as many bytes by itself.
final class DeviceScenario implements Scenario {
  @Override
  public String goals() {
    return "S1";
  }

  @Override
  public String work() {
    return "put by one thread beside the device's own write and sync";
  }

  @Override
  public List<Row> run(Bench bench) throws Exception {
    var documents = new Documents();
    Path directory = bench.place("device");
    Crew crew = bench.crew(1);
    try (var device = new Device(directory);
        var ours = VarveKeeper.open(directory.resolve("varve"), documents).warm()) {
      var next = new long[1];
      Crew.Work put = () -> ours.put(next[0] % 1_000_003, next[0]++);
      crew.run(put);
      Contest contest =
          Contest.of(
              bench.rounds(),
              () -> Figure.of("Varve", crew.run(put)),
              () -> Figure.of("write and sync of 744 B", crew.run(device::write)));
      return List.of(Row.atLeast("S1", "put, 1 thread", contest, 0.93));
    }
  }
}
