package dev.varve.bench.store;

import dev.varve.bench.store.keeper.Documents;
import dev.varve.bench.store.keeper.Keeper;
import dev.varve.bench.store.keeper.VarveKeeper;
import dev.varve.bench.store.wire.HttpConnection;
import dev.varve.bench.store.wire.Postgres;
import dev.varve.bench.store.wire.Server;
import dev.varve.bench.store.wire.Servers;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// S11: the ten largest of those that pass a filter, one in about a hundred, first without an index
/// and then with one.
final class QueryScenario implements Scenario {
  private static final String QUERY =
      "{\"filter\":\"amount > 990000\",\"sort\":\"-amount\",\"limit\":10}";
  private static final String SELECT =
      "select key, value from docs where (value->'amount')::bigint > 990000"
          + " order by (value->'amount')::bigint desc limit 10";

  private final Documents documents = new Documents();

  @Override
  public String goals() {
    return "S11";
  }

  @Override
  public String work() {
    return "filter, sort and limit over all documents beside PostgreSQL with jsonb";
  }

  @Override
  public List<Row> run(Bench bench) throws Exception {
    Path directory = bench.place("query");
    Path data = directory.resolve("varve");
    try (Keeper ours = VarveKeeper.open(data.resolve("store"), documents)) {
      ours.load(bench.keys());
    }
    try (Server varve = Servers.varve(data);
        Postgres postgres = Postgres.start(directory);
        Connection connection = postgres.connect();
        var api = new HttpConnection(varve, Servers.fields(varve, data))) {
      String name = Postgres.name(connection);
      fill(connection, bench.keys());
      String work = "query over " + bench.options().thousands() + " k documents";
      var rows = new ArrayList<Row>();
      try (PreparedStatement select = connection.prepareStatement(SELECT)) {
        Crew crew = bench.crew(1);
        Contest.Turn our = () -> millis("Varve", crew.run(() -> query(api)));
        Contest.Turn their = () -> millis(name, crew.run(() -> select(select)));
        warm(our, their);
        rows.add(Row.atMost("S11", work, Contest.of(bench.rounds(), our, their), 1));
        api.send("PUT", "/api/v1/docs/indexes/by-amount", "{\"paths\":[\"amount\"]}");
        execute(connection, "create index on docs (((value->'amount')::bigint))");
        execute(connection, "analyze docs");
        warm(our, their);
        rows.add(Row.atMost("S11", work + ", index", Contest.of(bench.rounds(), our, their), 1));
      }
      return rows;
    }
  }

  private static void query(HttpConnection api) throws IOException {
    String answer = api.send("POST", "/api/v1/docs/query", QUERY);
    if (answer.length() < 1000) {
      throw new IllegalStateException("ten documents must be found, but the answer is " + answer);
    }
  }

  /// Until the code is compiled, as it is in a server that has answered for a while.
  private static void warm(Contest.Turn... turns) throws Exception {
    for (Contest.Turn turn : turns) {
      long start = System.nanoTime();
      while (System.nanoTime() - start < 8_000_000_000L) {
        turn.run();
      }
    }
  }

  /// The median of a burst.
  private static Figure millis(String name, Rate rate) {
    return Figure.of(name, rate.p50Micros() / 1e3, "ms");
  }

  private void fill(Connection connection, int keys) throws SQLException {
    execute(connection, "create table kind (n int, value jsonb)");
    execute(connection, "create table docs (key text primary key, value jsonb)");
    try (PreparedStatement insert =
        connection.prepareStatement("insert into kind values (?, ?::jsonb)")) {
      for (int i = 0; i < 256; i++) {
        insert.setInt(1, i);
        insert.setString(2, documents.text(i));
        insert.addBatch();
      }
      insert.executeBatch();
    }
    execute(
        connection,
        "insert into docs select 'orders/customer-' || i || '/item', value"
            + " from generate_series(0, "
            + (keys - 1)
            + ") i join kind on n = i & 255");
    execute(connection, "vacuum analyze docs");
  }

  private static void execute(Connection connection, String statement) throws SQLException {
    try (Statement done = connection.createStatement()) {
      done.execute(statement);
    }
  }

  private static void select(PreparedStatement select) throws SQLException {
    int found = 0;
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        found += rows.getString(2).length() > 100 ? 1 : 0;
      }
    }
    if (found != 10) {
      throw new IllegalStateException("ten documents must be found, but " + found + " were");
    }
  }
}
