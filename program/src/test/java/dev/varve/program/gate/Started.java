package dev.varve.program.gate;

import dev.varve.testkit.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// A process that a gate needs, ended with all that it started.
final class Started implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long GRACE_SECONDS = 10;

  private final Process process;
  private final Path log;

  private Started(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /// @param folder where it runs
  /// @param log takes what it says; told when something goes wrong
  static Started start(Path folder, Path log, Map<String, String> environment, List<String> command)
      throws IOException {
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().remove("PORT");
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    return new Started(builder.start(), log);
  }

  Started awaitPort(int port) {
    return await("it listens on port " + port, () -> listens(port));
  }

  Started awaitFile(Path file) {
    return await("it makes " + file, () -> Files.exists(file));
  }

  /// Ends what was started when it does not come up: nobody else knows of it yet.
  Started await(String what, BooleanSupplier holds) {
    boolean came =
        Await.within(PATIENCE, () -> holds.getAsBoolean() || !process.isAlive())
            && process.isAlive();
    if (!came) {
      close();
      throw new AssertionError("waited in vain until " + what + "; it said: " + said());
    }
    return this;
  }

  private static boolean listens(int port) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException _) {
      return false;
    }
  }

  String said() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  int awaitExit() throws InterruptedException {
    process.waitFor();
    return process.exitValue();
  }

  @Override
  public void close() {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    children.forEach(ProcessHandle::destroyForcibly);
    process.onExit().join();
  }
}
