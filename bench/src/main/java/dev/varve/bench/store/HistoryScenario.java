package dev.varve.bench.store;

import dev.varve.bench.store.keeper.Documents;
import dev.varve.bench.store.keeper.VarveKeeper;
import dev.varve.bench.store.wire.Postgres;
import dev.varve.store.Durability;
import dev.varve.store.History;
import dev.varve.store.Operation;
import dev.varve.store.Transaction;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// S8: reads all of a history of 10,000 versions, beside a table of versions.
final class HistoryScenario implements Scenario {
  private static final int VERSIONS = 10_000;

  private final Documents documents = new Documents();

  @Override
  public String goals() {
    return "S8";
  }

  @Override
  public String work() {
    return "history of one key with 10,000 versions beside PostgreSQL";
  }

  @Override
  public List<Row> run(Bench bench) throws Exception {
    Path directory = bench.place("history");
    try (var ours = VarveKeeper.open(directory.resolve("varve"), documents);
        Postgres postgres = Postgres.start(directory);
        Connection connection = postgres.connect();
        PreparedStatement select = fill(connection)) {
      write(ours);
      Crew crew = bench.crew(1);
      String name = Postgres.name(connection);
      Contest.Turn our = () -> versions("Varve", crew.run(() -> history(ours)));
      Contest.Turn their = () -> versions(name, crew.run(() -> history(select)));
      our.run();
      their.run();
      Contest written = Contest.of(bench.rounds(), our, their);
      ours.store().compact();
      Contest compacted = Contest.of(bench.rounds(), our, their);
      return List.of(
          Row.atLeast("S8", "history of 10,000 versions", written, 3),
          Row.least("S8", "history of 10,000 versions", written.ours(), 1_000_000),
          Row.atLeast("S8", "the same, compacted", compacted, 3));
    }
  }

  private static Figure versions(String name, Rate rate) {
    String note = Row.number(rate.cpuMicros() / VERSIONS) + " us CPU of the client each";
    return new Figure(name, rate.perSecond() * VERSIONS, "/s", note);
  }

  private void write(VarveKeeper ours) {
    ours.durability(Durability.MEMORY);
    var batch = new ArrayList<Transaction>();
    for (int i = 0; i < VERSIONS; i++) {
      batch.add(Transaction.of(new Operation.Put(VarveKeeper.SPACE, "deep", documents.value(i))));
    }
    ours.store().commitAll(batch);
  }

  private PreparedStatement fill(Connection connection) throws SQLException {
    try (Statement setup = connection.createStatement()) {
      setup.execute(
          "create table version (key text, seq bigint, time timestamptz default clock_timestamp(),"
              + " author text, value jsonb, primary key (key, seq))");
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into version values ('deep', ?, default, '', ?::jsonb)")) {
      for (int i = 0; i < VERSIONS; i++) {
        insert.setLong(1, i);
        insert.setString(2, documents.text(i));
        insert.addBatch();
      }
      insert.executeBatch();
    }
    try (Statement tidy = connection.createStatement()) {
      tidy.execute("vacuum analyze version");
    }
    return connection.prepareStatement(
        "select seq, time, author, value from version where key = 'deep' order by seq desc");
  }

  private static void history(VarveKeeper ours) {
    History history = ours.store().log(VarveKeeper.SPACE, "deep", History.Page.first(VERSIONS));
    require(history.versions().size());
  }

  private static void history(PreparedStatement select) throws SQLException {
    int found = 0;
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        found += rows.getLong(1) >= 0 && rows.getBytes(4).length > 100 ? 1 : 0;
      }
    }
    require(found);
  }

  private static void require(int found) {
    if (found != VERSIONS) {
      throw new IllegalStateException("all versions must be read, but " + found + " were");
    }
  }
}
