package dev.varve.bench.store.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// How each server is started: one node, on loopback, syncing before it answers.
public final class Servers {
  private Servers() {}

  /// This store behind its own HTTP listener.
  public static Server varve(Path directory) throws IOException, InterruptedException {
    int port = Server.freePort();
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:+UseCompactObjectHeaders",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.varve.program.Main",
            "serve",
            "--only",
            "db",
            "--data",
            directory.toString(),
            "--admin",
            "127.0.0.1:" + port));
    return Server.start("Varve", port, log(directory, "varve"), command);
  }

  /// The fields of a head that let in, with the token of the data directory.
  public static String fields(Server varve, Path directory) throws IOException {
    return "host: 127.0.0.1:"
        + varve.address().getPort()
        + "\r\nauthorization: Bearer "
        + token(directory)
        + "\r\n";
  }

  public static String token(Path directory) throws IOException {
    return Files.readString(directory.resolve("admin-token"), StandardCharsets.US_ASCII).strip();
  }

  public static Server etcd(Path directory) throws IOException, InterruptedException {
    int port = Server.freePort();
    String client = "http://127.0.0.1:" + port;
    String peer = "http://127.0.0.1:" + Server.freePort();
    return Server.start(
        version("etcd ", "etcd Version: ", "etcd", "--version"),
        port,
        log(directory, "etcd"),
        List.of(
            "etcd",
            "--data-dir=" + directory.resolve("etcd"),
            "--listen-client-urls=" + client,
            "--advertise-client-urls=" + client,
            "--listen-peer-urls=" + peer,
            "--initial-advertise-peer-urls=" + peer,
            "--initial-cluster=default=" + peer,
            "--quota-backend-bytes=8000000000"));
  }

  public static Server redis(Path directory) throws IOException, InterruptedException {
    int port = Server.freePort();
    return Server.start(
        version("Redis ", " v=", "redis-server", "--version"),
        port,
        log(directory, "redis"),
        List.of(
            "redis-server",
            "--port",
            "" + port,
            "--bind",
            "127.0.0.1",
            "--dir",
            directory.toString(),
            "--save",
            "",
            "--appendonly",
            "yes",
            "--appendfsync",
            "always"));
  }

  private static Path log(Path directory, String name) throws IOException {
    Files.createDirectories(directory);
    return directory.resolveSibling(directory.getFileName() + "-" + name + ".out");
  }

  private static String version(String name, String before, String... command)
      throws IOException, InterruptedException {
    String said = run(List.of(command));
    int at = said.indexOf(before) + before.length();
    return name + said.substring(at).split("\\s", 2)[0];
  }

  static String run(List<String> command) throws IOException, InterruptedException {
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new IOException(
          command.getFirst()
              + " must be installed (Debian: etcd-server redis-server postgresql), but is not",
          e);
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException(command + " must succeed, but said: " + said);
    }
    return said;
  }

  /// The newest PostgreSQL of those installed.
  static Path postgresPrograms() throws IOException {
    try (Stream<Path> versions = Files.list(Path.of("/usr/lib/postgresql"))) {
      return versions.sorted().reduce((_, newest) -> newest).orElseThrow().resolve("bin");
    }
  }
}
