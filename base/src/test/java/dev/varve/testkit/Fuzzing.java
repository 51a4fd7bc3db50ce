package dev.varve.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Fuzzing led by coverage, with Jazzer. A target is a class with
///
/// ```java
/// public static void fuzzerTestOneInput(byte[] input)
/// ```
///
/// that ends for any input, and throws only when something is wrong. Its corpus is a folder of
/// inputs, `src/test/fuzz/NAME`: each stands for a case worth beginning from, or once was a bug.
/// The fast tier replays the corpus, the slow one explores for a bounded time from there, in a
/// process of its own whose memory and time for one input are bounded too.
public final class Fuzzing {
  /// Fails in what Netty does with memory.
  private static final String UNSAFE_HOOK =
      "com.code_intelligence.jazzer.sanitizers.UnsafeSanitizer";

  private static final int HEAP_MIB_MAX = 512;
  private static final int INPUT_SECONDS_MAX = 10;
  private static final int INPUT_BYTES_MAX = 8192;

  private Fuzzing() {}

  /// What must end for any input.
  @FunctionalInterface
  public interface Target {
    void accept(byte[] input);
  }

  /// Gives every input of the corpus to the target.
  ///
  /// @param corpus relative to the module
  /// @throws AssertionError naming the file for which the target throws
  public static void replay(Path corpus, Target target) {
    for (Path file : inputs(corpus)) {
      try {
        target.accept(Files.readAllBytes(file));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (RuntimeException | Error e) {
        throw new AssertionError(file + " must be taken or refused, but the target throws " + e, e);
      }
    }
  }

  private static List<Path> inputs(Path corpus) {
    try (Stream<Path> files = Files.list(corpus)) {
      List<Path> inputs = files.sorted().toList();
      if (inputs.isEmpty()) {
        throw new AssertionError(corpus + " must hold an input, but is empty");
      }
      return inputs;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Looks for inputs that break the target, beginning with the corpus. `-Dvarve.fuzz.seconds=N`
  /// takes another time, `-Dvarve.seed=N` the choices of an earlier run.
  ///
  /// @param target class with the method above, of the class path of this process
  /// @param instrumented packages whose branches lead the search, such as `dev.varve.http.**`
  /// @throws AssertionError with what Jazzer says, naming the file that holds the input it found
  public static void explore(Class<?> target, String instrumented, Path corpus, Duration time) {
    long seconds = Long.getLong("varve.fuzz.seconds", time.toSeconds());
    Long seed = Long.getLong("varve.seed");
    try {
      Path found = Files.createDirectories(Path.of("target", "fuzz", target.getSimpleName()));
      Path log = found.resolve("log.txt");
      var command = java();
      command.add("--target_class=" + target.getName());
      command.add("--instrumentation_includes=" + instrumented);
      command.add("--disabled_hooks=" + UNSAFE_HOOK);
      command.add("--reproducer_path=" + found);
      command.add("-artifact_prefix=" + found + "/");
      command.add("-max_total_time=" + seconds);
      command.add("-timeout=" + INPUT_SECONDS_MAX);
      command.add("-max_len=" + INPUT_BYTES_MAX);
      command.add("-seed=" + (seed == null ? System.nanoTime() & 0x7fffffff : seed));
      command.add(Files.createDirectories(found.resolve("corpus")).toString());
      command.add(corpus.toString());
      run(command, log, seconds);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> java() {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx" + HEAP_MIB_MAX + "m", "-Xss1m", "-XX:+UseSerialGC"));
    command.addAll(List.of("-XX:-OmitStackTraceInFastThrow", "-XX:+EnableDynamicAgentLoading"));
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("--sun-misc-unsafe-memory-access=allow"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("com.code_intelligence.jazzer.Jazzer");
    return command;
  }

  private static void run(List<String> command, Path log, long seconds) throws IOException {
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      boolean ended = process.waitFor(seconds + 60, TimeUnit.SECONDS);
      String said = Files.readString(log);
      if (!ended || process.exitValue() != 0 || !said.contains("Done ")) {
        throw new AssertionError(
            "must take or refuse every input, but see "
                + log
                + "; put the input it names into the corpus:\n"
                + tail(said));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("must be left to end", e);
    } finally {
      process.destroyForcibly();
      process.onExit().join();
    }
  }

  private static String tail(String said) {
    List<String> lines = said.lines().filter(line -> !line.startsWith("#")).toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
  }
}
