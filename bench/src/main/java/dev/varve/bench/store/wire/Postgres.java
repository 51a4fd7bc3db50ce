package dev.varve.bench.store.wire;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// PostgreSQL on a directory of its own. It refuses to run as root, then it runs as `postgres`.
public final class Postgres implements AutoCloseable {
  private final Server server;

  private Postgres(Server server) {
    this.server = server;
  }

  public static Postgres start(Path directory) throws IOException, InterruptedException {
    Path programs = Servers.postgresPrograms();
    Path data = directory.resolve("postgres");
    Files.createDirectories(data);
    if (isRoot()) {
      Servers.run(List.of("chown", "postgres", data.toString()));
      for (Path at = directory; at != null && at.startsWith("/tmp/"); at = at.getParent()) {
        Servers.run(List.of("chmod", "o+x", at.toString()));
      }
    }
    Servers.run(
        asUser(programs.resolve("initdb"), "-A", "trust", "-U", "bench", "-D", data.toString()));
    int port = Server.freePort();
    List<String> command =
        asUser(
            programs.resolve("postgres"),
            "-D",
            data.toString(),
            "-p",
            "" + port,
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            "unix_socket_directories=",
            "-c",
            "shared_buffers=1GB",
            "-c",
            "max_wal_size=4GB");
    return new Postgres(
        Server.start("PostgreSQL", port, directory.resolve("postgres.out"), command));
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  private static List<String> asUser(Path program, String... arguments) {
    var command = new ArrayList<String>();
    if (isRoot()) {
      command.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
    }
    command.add(program.toString());
    command.addAll(List.of(arguments));
    return command;
  }

  public Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + server.address().getPort() + "/postgres?user=bench");
  }

  /// Its name and version, without who packaged it.
  public static String name(Connection connection) throws SQLException {
    return "PostgreSQL " + connection.getMetaData().getDatabaseProductVersion().split(" ", 2)[0];
  }

  public ProcessHandle process() {
    return server.process();
  }

  @Override
  public void close() {
    server.close();
  }
}
