package dev.varve.bench.store;

import dev.varve.base.json.Json;
import dev.varve.store.Durability;
import dev.varve.store.NamespaceConfig;
import dev.varve.store.Operation;
import dev.varve.store.Retention;
import dev.varve.store.Store;
import dev.varve.store.Transaction;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;

/// Measures what grows with history: S12 (opening after the process was killed), S13 (latency of
/// puts), S14 (heap), S15 (bytes of a long history) and S16 (writing during compaction).
///
/// Arguments: an empty directory on the device to measure, thousands of versions. A second run with
/// `open` instead of a number opens what a killed first one left.
public final class ScaleBench {
  private static final int KEYS = 100_000;
  private static final int PUTS = 3_000;

  private final Path directory;
  private final PrintStream out = System.out;
  private final Json[] values = new Json[64];

  private ScaleBench(Path directory) {
    this.directory = directory;
    var random = new SplittableRandom(3);
    for (int i = 0; i < values.length; i++) {
      values[i] = Json.parse("{\"n\":" + i + ",\"text\":\"" + words(random, 440) + "\"}");
    }
  }

  public static void main(String[] args) throws IOException {
    var bench = new ScaleBench(Path.of(args[0]));
    if (args[1].equals("open")) {
      bench.open();
      return;
    }
    bench.longHistory();
    bench.compacting();
    bench.grow(1000L * Integer.parseInt(args[1]));
  }

  private static String words(SplittableRandom random, int length) {
    var text = new StringBuilder();
    while (text.length() < length) {
      text.append(Long.toString(random.nextLong(36L * 36 * 36 * 36), 36)).append(' ');
    }
    return text.toString();
  }

  /// Puts, one after the other, each waiting for the device; p50 and p99 in microseconds.
  private static long[] latencies(Store store, Json[] values) {
    var taken = new long[PUTS];
    for (int i = 0; i < PUTS; i++) {
      long start = System.nanoTime();
      store.put("docs", "k" + (i * 7919L) % KEYS, values[i & 63]).version();
      taken[i] = System.nanoTime() - start;
    }
    Arrays.sort(taken);
    return new long[] {taken[PUTS / 2] / 1000, taken[PUTS * 99 / 100] / 1000};
  }

  /// S15.
  private void longHistory() throws IOException {
    Path data = directory.resolve("history");
    try (Store store = Store.open(data)) {
      store.configure("docs", NamespaceConfig.DEFAULT.with(Durability.MEMORY)).version();
      var random = new SplittableRandom(1);
      var text = new StringBuilder("{");
      for (int i = 0; i < 60; i++) {
        text.append("\"field").append(i).append("\":\"").append(words(random, 24)).append("\",");
      }
      for (int i = 0; i <= 5000; i++) {
        store.put("docs", "k", Json.parse(text + "\"edited\":" + i + "}")).version();
      }
      store.compact();
      long full = 0;
      try (var files = Files.list(data)) {
        for (Path file : files.toList()) {
          boolean table = file.toString().endsWith(".seq");
          full += table ? Files.size(file) + Files.size(logOf(file)) : 0;
        }
      }
      out.printf(
          Locale.ROOT, "S15 5,001 versions of 2.4 kB: %.2f MiB compacted%n", full / 1048576.0);
    }
  }

  private static Path logOf(Path table) {
    return table.resolveSibling(table.getFileName().toString().replace(".seq", ".log"));
  }

  /// S16.
  private void compacting() {
    try (Store store = Store.open(directory.resolve("compacting"))) {
      NamespaceConfig config = NamespaceConfig.DEFAULT.with(new Retention.KeepLast(2));
      store.configure("docs", config.with(Durability.MEMORY)).version();
      load(store, 600_000);
      store.configure("docs", config).version();
      latencies(store, values);
      long[] before = latencies(store, values);
      var compaction = Thread.ofPlatform().start(store::compact);
      var during = new ArrayList<long[]>();
      while (compaction.isAlive()) {
        during.add(latencies(store, values));
      }
      long[] worst = during.getFirst();
      out.printf(
          Locale.ROOT,
          "S16 puts p50/p99 us: %d/%d alone, %d/%d during compaction%n",
          before[0],
          before[1],
          worst[0],
          worst[1]);
    }
  }

  private void load(Store store, long versions) {
    var batch = new ArrayList<Transaction>();
    for (long i = 0; i < versions; i++) {
      batch.add(Transaction.of(new Operation.Put("docs", "k" + i % KEYS, values[(int) (i & 63)])));
      if (batch.size() == 64) {
        store.commitAll(batch);
        batch.clear();
      }
    }
    store.commitAll(batch);
  }

  /// S13 and S14. The store is not closed: the process ends as if killed.
  private void grow(long versions) {
    Store store = Store.open(directory.resolve("grown"));
    NamespaceConfig fast = NamespaceConfig.DEFAULT.with(Durability.MEMORY);
    store.configure("docs", fast).version();
    load(store, 10_000);
    store.configure("docs", NamespaceConfig.DEFAULT).version();
    latencies(store, values);
    long[] small = latencies(store, values);
    long heapBefore = usedHeap();
    store.configure("docs", fast).version();
    long start = System.nanoTime();
    load(store, versions);
    double took = (System.nanoTime() - start) / 1e9;
    store.configure("docs", NamespaceConfig.DEFAULT).version();
    latencies(store, values);
    long[] large = latencies(store, values);
    out.printf(Locale.ROOT, "loaded %d versions in %.0f s%n", versions, took);
    out.printf(
        Locale.ROOT,
        "S13 puts p50/p99 us: %d/%d at 10 k versions, %d/%d at %d k%n",
        small[0],
        small[1],
        large[0],
        large[1],
        versions / 1000);
    out.printf(Locale.ROOT, "S14 heap: %.2f MiB more%n", (usedHeap() - heapBefore) / 1048576.0);
  }

  /// S12.
  private void open() {
    for (int round = 0; round < 3; round++) {
      long start = System.nanoTime();
      try (Store store = Store.open(directory.resolve("grown"))) {
        out.printf(
            Locale.ROOT,
            "S12 open at seq %d: %.0f ms%n",
            store.seq(),
            (System.nanoTime() - start) / 1e6);
      }
    }
  }

  private static long usedHeap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
