package dev.varve.config.typescript;

import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonObject;
import dev.varve.base.json.JsonString;
import dev.varve.config.source.ConfigCode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Runs a linked configuration in the Node of this machine. The script lies for that time in
/// `.varve/` under the root, because that is where Node begins to look for packages.
final class NodeEngine {
  private static final int LEAST_VERSION = 20;
  private static final long SECONDS_MAX = 60;

  private final Path node;
  private final Path folder;

  private NodeEngine(Path node, Path folder) {
    this.node = node;
    this.folder = folder;
  }

  /// @return the driver's report
  static String run(Program program, Path root, Consumer<String> log) {
    return run(program, root, System.getenv().getOrDefault("PATH", ""), log);
  }

  /// @param path where to look for Node, as in the variable PATH
  static String run(Program program, Path root, String path, Consumer<String> log) {
    Path node = find(path);
    requireVersion(node);
    try {
      Path parent = Files.createDirectories(root.resolve(".varve"));
      Path folder = Files.createTempDirectory(parent, "node-");
      try {
        return new NodeEngine(node, folder).run(program, log);
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      throw failure("node must be able to run, but fails: " + e, "check .varve/ can be written", e);
    }
  }

  private static Path find(String path) {
    for (String place : path.split(File.pathSeparator, -1)) {
      Path node = Path.of(place.isEmpty() ? "." : place, "node");
      if (Files.isExecutable(node) && Files.isRegularFile(node)) {
        return node;
      }
    }
    throw new Failure(
        ConfigCode.NODE,
        "node must be on the PATH, but is not",
        "install Node " + LEAST_VERSION + " or newer, or leave --engine node out");
  }

  private static void requireVersion(Path node) {
    String version = version(node);
    int dot = version.indexOf('.');
    boolean readable = version.matches("v\\d{1,4}\\..*");
    if (!readable || Integer.parseInt(version.substring(1, dot)) < LEAST_VERSION) {
      throw new Failure(
          ConfigCode.NODE,
          node + " must be version " + LEAST_VERSION + " or newer, but is " + version,
          "upgrade it, or leave --engine node out");
    }
  }

  private static String version(Path node) {
    try {
      Process process =
          new ProcessBuilder(node.toString(), "--version").redirectErrorStream(true).start();
      try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
        String line = lines.readLine();
        return line == null ? "silent" : line;
      } finally {
        process.destroy();
      }
    } catch (IOException e) {
      throw failure(node + " must be able to run, but fails: " + e, "install Node again", e);
    }
  }

  private String run(Program program, Consumer<String> log) throws IOException {
    Path driver = folder.resolve("driver.mjs");
    Path job = folder.resolve("job.json");
    Path report = folder.resolve("report.json");
    Files.writeString(driver, QuickJs.resource("driver.js") + QuickJs.resource("node.mjs"));
    Files.writeString(job, job(program).compact());
    Process process =
        new ProcessBuilder(node.toString(), driver.toString(), job.toString(), report.toString())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    Thread.ofVirtual().name("varve-node-output").start(() -> pass(process, log));
    await(process);
    if (!Files.exists(report)) {
      throw new Failure(
          ConfigCode.NODE,
          "node must run the configuration to its end, but ended with status "
              + process.exitValue(),
          "see what it said above");
    }
    return Files.readString(report);
  }

  private static Json job(Program program) {
    var members = new LinkedHashMap<String, Json>();
    members.put("script", Json.of(program.script()));
    members.put("literals", Json.of(program.table()));
    members.put(
        "packages", Json.of(program.packages().keySet().stream().map(JsonString::new).toList()));
    return new JsonObject(members);
  }

  private static void pass(Process process, Consumer<String> log) {
    var console = new Console(log);
    try (Stream<String> lines = process.inputReader(StandardCharsets.UTF_8).lines()) {
      lines.forEach(console::log);
    }
  }

  private static void await(Process process) {
    try {
      if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new Failure(
            ConfigCode.BOUNDS,
            "the configuration must end within a minute, but goes on",
            "look for a loop that does not end, or for something it waits for");
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw failure("node was interrupted", "", e);
    }
  }

  private static void delete(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
  }

  private static Failure failure(String message, String next, Exception cause) {
    return new Failure(Problem.of(ConfigCode.NODE, message, next), cause);
  }
}
