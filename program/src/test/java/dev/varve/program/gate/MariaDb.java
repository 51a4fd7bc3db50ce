package dev.varve.program.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A MariaDB of its own folder, reached by its unix socket alone. The user may do everything.
record MariaDb(Started server, Path socket) implements AutoCloseable {
  static final String USER = System.getProperty("user.name");

  static MariaDb start(Path folder) throws IOException, InterruptedException {
    Applications.install("wordpress");
    String data = "--datadir=" + folder.resolve("database");
    Path socket = folder.resolve("database.sock");
    run(
        folder,
        Applications.program("mariadb-install-db"),
        "--no-defaults",
        data,
        "--user=" + USER,
        "--auth-root-authentication-method=socket",
        "--auth-root-socket-user=" + USER,
        "--skip-test-db");
    Started server =
        Started.start(
                folder,
                folder.resolve("mariadb.log"),
                Map.of(),
                List.of(
                    Applications.program("mariadbd"),
                    "--no-defaults",
                    data,
                    "--user=" + USER,
                    "--socket=" + socket,
                    "--skip-networking",
                    "--innodb-flush-log-at-trx-commit=0"))
            .awaitFile(socket);
    return new MariaDb(server, socket).create(folder);
  }

  private MariaDb create(Path folder) throws IOException, InterruptedException {
    run(
        folder,
        Applications.program("mariadb"),
        "--no-defaults",
        "--socket=" + socket,
        "--user=" + USER,
        "--execute=CREATE DATABASE wordpress");
    return this;
  }

  private static void run(Path folder, String... command) throws IOException, InterruptedException {
    Path log = folder.resolve("mariadb-setup.log");
    try (var process = Started.start(folder, log, Map.of(), List.of(command))) {
      assertThat(process.awaitExit()).as(process.said()).isZero();
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
