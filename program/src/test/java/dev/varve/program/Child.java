package dev.varve.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.testkit.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The program as a process of its own, as a user starts it.
public final class Child implements AutoCloseable {
  private static final Pattern SITE =
      Pattern.compile("(?:site +|serving |varve: .* on )(http\\S+)");
  private static final Pattern ADMIN = Pattern.compile("admin +(?:on )?(http\\S+)");

  /// A JVM starts, while other tests may keep the machine busy.
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Process process;
  private final Path log;

  private Child(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  public static Child start(Path folder, String... arguments) throws IOException {
    return start(folder, List.of(), arguments);
  }

  /// @param options of the virtual machine
  public static Child start(Path folder, List<String> options, String... arguments)
      throws IOException {
    Path log = Files.createTempFile(folder, "child", ".log");
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    command.addAll(
        List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().remove("PORT");
    return new Child(builder.start(), log);
  }

  /// Waits until it says where the site is.
  public String site() {
    return said(SITE);
  }

  public String admin() {
    return said(ADMIN);
  }

  private String said(Pattern pattern) {
    Await.within(PATIENCE, () -> pattern.matcher(output()).find() || !process.isAlive());
    Matcher found = pattern.matcher(output());
    assertThat(found.find()).as(output()).isTrue();
    return found.group(1);
  }

  public String output() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// SIGTERM.
  public void terminate() {
    process.destroy();
  }

  public int awaitExit() throws InterruptedException {
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(output()).isTrue();
    return process.exitValue();
  }

  public long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
