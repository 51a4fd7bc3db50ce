package dev.varve.bench.store;

import dev.varve.bench.store.keeper.Documents;
import dev.varve.bench.store.wire.Postgres;
import dev.varve.store.Durability;
import dev.varve.store.NamespaceConfig;
import dev.varve.store.Store;
import dev.varve.store.local.LocalStore;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;

/// S15: what 5,001 versions of 2.4 kB take when one field is edited each time, beside PostgreSQL.
final class LongHistoryScenario implements Scenario {
  private static final int VERSIONS = 5001;

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
    try (Store store = LocalStore.open(directory)) {
      store.configure("docs", NamespaceConfig.DEFAULT.with(Durability.MEMORY)).version();
      for (int i = 0; i < VERSIONS; i++) {
        store.put("docs", "k", Documents.large(i)).version();
      }
      double written = written(directory);
      store.compact();
      Figure figure =
          new Figure("Varve", written(directory), "MiB", Row.number(written) + " MiB as written");
      Figure theirs = postgres(directory.resolveSibling("long-postgres"));
      var row =
          new Row(
              "S15",
              "5,001 versions of 2.4 kB, compacted",
              figure.text(),
              theirs.name(),
              theirs.text(),
              Row.number(figure.value() / theirs.value()),
              "at most 1.50 MiB",
              figure.value() <= 1.5);
      return List.of(row);
    }
  }

  /// What a table of versions takes with its index, once it was vacuumed to the full.
  private static Figure postgres(Path directory) throws Exception {
    try (Postgres postgres = Postgres.start(directory);
        Connection connection = postgres.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE history (key text, seq bigint, at timestamptz DEFAULT now(), value jsonb,"
              + " PRIMARY KEY (key, seq))");
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO history VALUES ('k', ?, now(), ?::jsonb)")) {
        for (int i = 0; i < VERSIONS; i++) {
          insert.setLong(1, i);
          insert.setString(2, Documents.large(i).compact());
          insert.addBatch();
        }
        insert.executeBatch();
      }
      statement.execute("VACUUM FULL history");
      try (ResultSet size = statement.executeQuery("SELECT pg_total_relation_size('history')")) {
        size.next();
        return Figure.of(Postgres.name(connection), size.getLong(1) / 1048576.0, "MiB");
      }
    }
  }

  private static double written(Path directory) throws IOException {
    return Machine.completeMebibytes(directory);
  }
}
