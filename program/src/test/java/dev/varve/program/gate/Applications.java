package dev.varve.program.gate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What `conformance/applications/install` installs and builds, each once in a run.
final class Applications {
  static final Path ROOT =
      Path.of(System.getProperty("varve.root", "..")).toAbsolutePath().normalize();

  private static final Path INSTALLED = ROOT.resolve("target/applications");
  private static final Set<String> DONE = new HashSet<>();

  private Applications() {}

  /// The folder of an application, ready to run.
  ///
  /// @throws AssertionError with what the installation said, its next step last
  static synchronized Path install(String name) {
    if (DONE.add(name)) {
      run(name);
    }
    return INSTALLED.resolve(name);
  }

  private static void run(String name) {
    try {
      Files.createDirectories(INSTALLED);
      Path log = INSTALLED.resolve(name + ".log");
      String script = ROOT.resolve("conformance/applications/install").toString();
      try (var install = Started.start(ROOT, log, Map.of(), List.of(script, name))) {
        if (install.awaitExit() != 0) {
          throw new AssertionError(script + " " + name + " failed: " + end(install.said()));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("installation was interrupted", e);
    }
  }

  private static String end(String text) {
    return text.length() < 2_000 ? text : "... " + text.substring(text.length() - 2_000);
  }

  /// The first program of these names on the PATH, or among the system's own.
  static String program(String... names) {
    for (String folder : (System.getenv("PATH") + ":/usr/sbin").split(":", -1)) {
      for (String name : names) {
        Path candidate = Path.of(folder, name);
        if (Files.isExecutable(candidate)) {
          return candidate.toString();
        }
      }
    }
    throw new AssertionError(
        "one of " + List.of(names) + " must be installed; run conformance/applications/install");
  }
}
