package dev.varve.bench.store;

import dev.varve.bench.store.keeper.Documents;
import dev.varve.store.Durability;
import dev.varve.store.NamespaceConfig;
import dev.varve.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// S15: what 5,001 versions of 2.4 kB take when one field is edited each time.
final class LongHistoryScenario implements Scenario {
  @Override
  public String goals() {
    return "S15";
  }

  @Override
  public String work() {
    return "room of 5,001 versions of 2.4 kB, one field edited";
  }

  @Override
  public List<Row> run(Bench bench) throws Exception {
    Path directory = bench.place("long");
    try (Store store = Store.open(directory)) {
      store.configure("docs", NamespaceConfig.DEFAULT.with(Durability.MEMORY)).version();
      for (int i = 0; i <= 5000; i++) {
        store.put("docs", "k", Documents.large(i)).version();
      }
      double written = written(directory);
      store.compact();
      Figure figure =
          new Figure("Varve", written(directory), "MiB", Row.number(written) + " MiB as written");
      return List.of(Row.limit("S15", "5,001 versions of 2.4 kB, compacted", figure, 1.5));
    }
  }

  private static double written(Path directory) throws IOException {
    return Machine.completeMebibytes(directory);
  }
}
