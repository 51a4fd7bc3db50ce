package dev.varve.bench.store;

import dev.varve.store.Store;
import dev.varve.store.local.LocalStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// S12, S13 and S14: a store with a long history, written by a process that then dies.
final class GrowthScenario implements Scenario {
  @Override
  public String goals() {
    return "S12 S13 S14";
  }

  @Override
  public String work() {
    return "latency, heap and opening with a long history";
  }

  @Override
  public List<Row> run(Bench bench) throws Exception {
    long versions = 10L * bench.keys();
    Path small = bench.place("small");
    Path large = bench.place("large");
    grow(small, versions / 10, bench);
    String[] said = grow(large, versions, bench);
    Figure killed = opened(large);
    Contest opening = Contest.of(bench.rounds(), () -> opened(large), () -> opened(small));
    String million = Row.number(versions / 1e6) + " M versions";
    double p99 = Double.parseDouble(said[0]);
    double ratio = Double.parseDouble(said[1]);
    double heap = Double.parseDouble(said[2]);
    return List.of(
        Row.limit("S12", "open after a crash, " + million, killed, 2000),
        Row.atMost("S12", "the same beside a tenth of the versions", opening, 1.5),
        new Row(
            "S13",
            "p99 of a put, " + million,
            Figure.micros(p99),
            "own at 10 k versions",
            Figure.micros(p99 / ratio),
            Row.number(ratio),
            "at most 1.20",
            ratio <= 1.2),
        Row.limit(
            "S14",
            "heap more than at 10 k versions",
            Figure.of("", heap, "MiB"),
            million(versions)));
  }

  private static double million(long versions) {
    return Math.max(1, versions / 1e6);
  }

  /// Runs [Growth] in a process of its own; the words of its last line.
  private static String[] grow(Path directory, long versions, Bench bench)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Growth.class.getName(),
                directory.toString(),
                "" + versions,
                "" + bench.options().seconds(),
                "" + bench.rounds())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader lines = process.inputReader(StandardCharsets.US_ASCII)) {
      String said = lines.readLine();
      if (said == null) {
        throw new IOException("the process must grow the store, but failed");
      }
      return said.split(" ");
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private static Figure opened(Path directory) {
    long start = System.nanoTime();
    try (Store store = LocalStore.open(directory)) {
      double millis = (System.nanoTime() - start) / 1e6;
      String note = String.format(Locale.ROOT, "%,d versions", store.seq());
      return new Figure("Varve", millis, "ms", note);
    }
  }
}
