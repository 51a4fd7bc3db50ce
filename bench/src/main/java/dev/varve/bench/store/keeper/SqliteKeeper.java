package dev.varve.bench.store.keeper;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.ReentrantLock;

/// SQLite in WAL mode, synchronous FULL, with a table of versions and an index for the latest: one
/// row and one commit a put. SQLite has one writer, so threads share a connection by turns.
public final class SqliteKeeper implements Keeper {
  private final Documents documents;
  private final Connection connection;
  private final PreparedStatement insert;
  private final PreparedStatement latest;
  private final ReentrantLock turn = new ReentrantLock();

  public SqliteKeeper(Path directory, Documents documents) throws SQLException {
    this.documents = documents;
    this.connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("sqlite.db"));
    try (Statement setup = connection.createStatement()) {
      setup.execute("pragma journal_mode = wal");
      setup.execute("pragma synchronous = full");
      setup.execute("pragma cache_size = -1048576");
      setup.execute(
          "create table version (seq integer primary key, key text, time integer, value text)");
      setup.execute("create index latest on version (key, seq)");
    }
    this.insert =
        connection.prepareStatement("insert into version (key, time, value) values (?, ?, ?)");
    this.latest =
        connection.prepareStatement(
            "select value from version where key = ? order by seq desc limit 1");
  }

  @Override
  public String name() {
    try {
      return "SQLite " + connection.getMetaData().getDatabaseProductVersion();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void put(long key, long document) throws SQLException {
    turn.lock();
    try {
      insert.setString(1, documents.key(key));
      insert.setLong(2, System.currentTimeMillis());
      insert.setString(3, documents.text(document));
      insert.executeUpdate();
    } finally {
      turn.unlock();
    }
  }

  @Override
  public void load(int keys) throws SQLException {
    connection.setAutoCommit(false);
    for (int i = 0; i < keys; i++) {
      put(i, i);
    }
    connection.commit();
    connection.setAutoCommit(true);
  }

  @Override
  public int get(long key) throws SQLException {
    turn.lock();
    try {
      latest.setString(1, documents.key(key));
      try (ResultSet found = latest.executeQuery()) {
        return found.next() ? found.getBytes(1).length : 0;
      }
    } finally {
      turn.unlock();
    }
  }

  @Override
  public void close() throws SQLException {
    insert.close();
    latest.close();
    connection.close();
  }
}
