package dev.varve.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs the `main` of a class of the tests in a process of its own, for what the company of other
/// tests would change: garbage, for one, since the compiler leaves more objects where they are
/// after it has met more kinds of them.
public final class OwnProcess {
  private static final int SECONDS_MAX = 120;

  private OwnProcess() {}

  /// Returns what the class writes to the file that is the last of its arguments.
  ///
  /// @throws AssertionError with what it said, when it fails or takes two minutes
  public static String run(Class<?> type, String... arguments) {
    try {
      Path result = Files.createTempFile("varve-own", ".txt");
      Path log = Files.createTempFile("varve-own", ".log");
      try {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders"));
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("--sun-misc-unsafe-memory-access=allow");
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), type.getName()));
        command.addAll(List.of(arguments));
        command.add(result.toString());
        await(command, log);
        return Files.readString(result);
      } finally {
        Files.delete(result);
        Files.delete(log);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static void await(List<String> command, Path log) throws IOException {
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      boolean ended = process.waitFor(SECONDS_MAX, TimeUnit.SECONDS);
      if (!ended || process.exitValue() != 0) {
        throw new AssertionError(command + " must end well:\n" + Files.readString(log));
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new AssertionError("must be left to end", stopped);
    } finally {
      process.destroyForcibly();
      process.onExit().join();
    }
  }
}
