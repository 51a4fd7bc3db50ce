package dev.varve.store.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.Digest;
import dev.varve.base.json.Json;
import dev.varve.store.At;
import dev.varve.store.Lookup;
import dev.varve.store.Operation;
import dev.varve.store.Store;
import dev.varve.store.StoreOptions;
import dev.varve.store.Transaction;
import dev.varve.store.Version;
import dev.varve.store.local.LocalStore;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A process that is killed while it writes: everything it said was committed is there.
public class KillTest {
  private static final int THREADS = 4;

  @TempDir Path directory;

  protected Store open(Path at) {
    return LocalStore.open(at);
  }

  /// The class whose main method opens the store in a directory and has [Victim#write] write.
  protected Class<?> victim() {
    return Victim.class;
  }

  /// What else its environment holds.
  protected Map<String, String> environment() {
    return Map.of();
  }

  /// Of the slow tier.
  protected int rounds() {
    return 1_000;
  }

  @Test
  void losesNothingWhenKilledAFewTimes() throws Exception {
    new Rounds(directory, 11).run(3);
  }

  @Test
  @Tag("slow")
  @Timeout(3_000)
  void losesNothingWhenKilledManyTimes() throws Exception {
    new Rounds(directory, 12).run(rounds());
  }

  /// Kills again and again on one directory.
  private final class Rounds {
    private final Path directory;
    private final Random random;
    private final List<String[]> journal = new ArrayList<>();

    Rounds(Path directory, long seed) {
      this.directory = directory;
      this.random = new Random(seed);
    }

    void run(int rounds) throws IOException, InterruptedException {
      for (int round = 0; round < rounds; round++) {
        int before = journal.size();
        int wanted = before + 1 + random.nextInt(200);
        Process writer = start(round);
        try (BufferedReader said = writer.inputReader()) {
          for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (line.length() == 64 + 20 && line.endsWith(".")) {
              journal.add(new String[] {line.substring(0, 64), line.substring(64, 83).strip()});
            }
            if (journal.size() == wanted) {
              writer.toHandle().destroyForcibly();
            }
          }
        } finally {
          writer.toHandle().destroyForcibly();
        }
        assertThat(writer.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(journal.size()).as("round " + round).isGreaterThan(before);
        check(Math.max(0, before - 300));
      }
      check(0);
    }

    private Process start(int round) throws IOException {
      var command = new ArrayList<String>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
      command.addAll(List.of("-cp", System.getProperty("java.class.path")));
      command.addAll(List.of(victim().getName(), directory.toString(), "r" + round));
      var builder = new ProcessBuilder(command);
      builder.environment().putAll(environment());
      return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    private void check(int from) {
      try (Store store = open(directory)) {
        assertThat(store.status().problems()).isEmpty();
        for (String[] said : journal.subList(from, journal.size())) {
          Lookup found = store.at("docs", said[1], At.vid(Digest.parse(said[0])));
          assertThat(found).as(said[1]).isInstanceOf(Lookup.Found.class);
        }
      }
    }
  }

  /// The process that is killed. Says the vid and key of each version after it was committed.
  public static final class Victim {
    public static final StoreOptions OPTIONS = StoreOptions.DEFAULT.withSegmentBytes(256 << 10);

    private Victim() {}

    public static void main(String[] args) {
      write(LocalStore.open(Path.of(args[0]), OPTIONS), args[1]);
    }

    /// Writes until the process is killed.
    public static void write(Store store, String prefix) {
      var out =
          new PrintStream(
              new FileOutputStream(FileDescriptor.out), false, StandardCharsets.US_ASCII);
      for (int i = 0; i < THREADS; i++) {
        int thread = i;
        Thread.ofPlatform().start(() -> write(store, prefix + "-" + thread, out));
      }
    }

    private static void write(Store store, String prefix, PrintStream out) {
      for (int i = 0; ; i++) {
        String key = prefix + "-" + i % 20;
        Json value = Json.of("x".repeat(i % 700));
        Version version =
            store
                .commit(
                    Transaction.of(
                        new Operation.Put("docs", key, value),
                        new Operation.Put("other", key, value)))
                .version();
        String line = version.vid().hex() + String.format("%-19s", key) + ".\n";
        synchronized (out) {
          out.print(line);
          out.flush();
        }
      }
    }
  }
}
