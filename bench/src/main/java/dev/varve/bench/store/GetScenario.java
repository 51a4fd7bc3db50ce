package dev.varve.bench.store;

import dev.varve.bench.store.keeper.Documents;
import dev.varve.bench.store.keeper.Keeper;
import dev.varve.bench.store.keeper.LmdbKeeper;
import dev.varve.bench.store.keeper.RocksKeeper;
import dev.varve.bench.store.keeper.VarveKeeper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// S5: one thread reads the latest of random keys, everything in memory.
final class GetScenario implements Scenario {
  private final SplittableRandom random = new SplittableRandom(5);

  @Override
  public String goals() {
    return "S5";
  }

  @Override
  public String work() {
    return "get of the latest beside RocksDB in its cache and LMDB";
  }

  @Override
  public List<Row> run(Bench bench) throws Exception {
    var documents = new Documents();
    Path directory = bench.place("get");
    Crew crew = bench.crew(1);
    int keys = bench.keys();
    var rows = new ArrayList<Row>();
    try (Keeper ours = VarveKeeper.open(directory.resolve("varve"), documents);
        Keeper rocks = new RocksKeeper(directory.resolve("rocks"), documents);
        Keeper lmdb = new LmdbKeeper(directory, documents)) {
      for (Keeper keeper : List.of(ours, rocks, lmdb)) {
        keeper.load(keys);
        crew.run(get(keeper, keys));
      }
      Contest.Turn our = () -> Figure.of(ours.name(), crew.run(get(ours, keys)));
      String work = "get, " + bench.options().thousands() + " k keys";
      Contest besideRocks =
          Contest.of(
              bench.rounds(), our, () -> Figure.of(rocks.name(), crew.run(get(rocks, keys))));
      Contest besideLmdb =
          Contest.of(bench.rounds(), our, () -> Figure.of(lmdb.name(), crew.run(get(lmdb, keys))));
      rows.add(Row.atLeast("S5", work, besideRocks, 4));
      rows.add(Row.atLeast("S5", work, besideLmdb, 1.7));
      Rate rate = crew.run(get(ours, keys));
      rows.add(Row.limit("S5", work + ", p50", Figure.of(ours.name(), rate.p50Micros(), "us"), 1));
    }
    return rows;
  }

  private Crew.Work get(Keeper keeper, int keys) {
    return () -> {
      if (keeper.get(random.nextInt(keys)) < 400) {
        throw new IllegalStateException("every key was loaded with a document");
      }
    };
  }
}
