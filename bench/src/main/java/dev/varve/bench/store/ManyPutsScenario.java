package dev.varve.bench.store;

import dev.varve.bench.store.keeper.Documents;
import dev.varve.bench.store.keeper.Keeper;
import dev.varve.bench.store.keeper.RocksKeeper;
import dev.varve.bench.store.keeper.SqliteKeeper;
import dev.varve.bench.store.keeper.VarveKeeper;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// S3: many threads put at once, each waiting for the device.
final class ManyPutsScenario implements Scenario {
  private static final int THREADS = 64;

  private final AtomicLong next = new AtomicLong();

  @Override
  public String goals() {
    return "S3";
  }

  @Override
  public String work() {
    return "puts by 64 threads beside RocksDB with sync and SQLite";
  }

  @Override
  public List<Row> run(Bench bench) throws Exception {
    var documents = new Documents();
    Path directory = bench.place("puts");
    Crew crew = bench.crew(THREADS);
    try (Keeper ours = VarveKeeper.open(directory.resolve("varve"), documents).warm();
        Keeper sqlite = new SqliteKeeper(directory, documents);
        Keeper rocks = new RocksKeeper(directory.resolve("rocks"), documents)) {
      for (int i = 0; i < 3; i++) { // until nothing is compiled any more
        crew.run(put(ours));
        crew.virtual().run(put(ours));
      }
      crew.run(put(rocks));
      Contest.Turn our = () -> Figure.of(ours.name(), crew.run(put(ours)));
      Contest besideRocks =
          Contest.of(bench.rounds(), our, () -> Figure.of(rocks.name(), crew.run(put(rocks))));
      Contest besideSqlite =
          Contest.of(bench.rounds(), our, () -> Figure.of(sqlite.name(), crew.run(put(sqlite))));
      Contest virtual =
          Contest.of(
              bench.rounds(),
              () -> Figure.of(ours.name(), crew.virtual().run(put(ours))),
              () -> Figure.of(rocks.name(), crew.run(put(rocks))));
      return List.of(
          Row.atLeast("S3", "puts, 64 threads", besideRocks, 3.5),
          Row.atLeast("S3", "puts, 64 threads", besideSqlite, 20),
          Row.atLeast("S3", "puts, 64 virtual threads", virtual, 3.5));
    }
  }

  private Crew.Work put(Keeper keeper) {
    return () -> {
      long i = next.getAndIncrement();
      keeper.put(i % 1_000_003, i);
    };
  }
}
