package dev.varve.bench.store;

import dev.varve.base.json.Json;
import dev.varve.store.At;
import dev.varve.store.Durability;
import dev.varve.store.History;
import dev.varve.store.NamespaceConfig;
import dev.varve.store.Operation;
import dev.varve.store.Store;
import dev.varve.store.StoreOptions;
import dev.varve.store.Transaction;
import dev.varve.store.Version;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/// Measures the store against its goals: S1 and S3 (puts), S5 (gets), S7 (gets at a time), S8
/// (history), S12 (opening). Prints one line a measurement and the median of the ratios to the
/// device.
///
/// Arguments: a directory on the device to measure, rounds, seconds a round, thousands of keys.
public final class StoreBench {
  private static final int RECORD = 744;
  private static final int FILE = 64 << 20;

  private final Path directory;
  private final int rounds;
  private final double seconds;
  private final int keys;
  private final PrintStream out = System.out;
  private final Json[] values = new Json[256];
  private final AtomicLong next = new AtomicLong();

  /// Kept so that no read is optimised away.
  private long seen;

  private StoreBench(Path directory, int rounds, double seconds, int keys) {
    this.directory = directory;
    this.rounds = rounds;
    this.seconds = seconds;
    this.keys = keys;
    var random = new SplittableRandom(7);
    for (int i = 0; i < values.length; i++) {
      values[i] = document(random);
    }
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    var bench =
        new StoreBench(
            Path.of(args[0]),
            args.length > 1 ? Integer.parseInt(args[1]) : 5,
            args.length > 2 ? Double.parseDouble(args[2]) : 2,
            args.length > 3 ? 1000 * Integer.parseInt(args[3]) : 1_000_000);
    bench.puts();
    bench.reads();
  }

  private static Json document(RandomGenerator random) {
    var items = new StringBuilder();
    while (items.length() < 400) {
      items.append(items.isEmpty() ? "" : ",");
      items.append("{\"sku\":").append(random.nextInt(99_999)).append(",\"q\":1}");
    }
    return Json.parse(
        "{\"id\":\""
            + Long.toHexString(random.nextLong())
            + "\",\"name\":\"customer "
            + random.nextInt(100_000)
            + "\",\"amount\":"
            + random.nextInt(1_000_000)
            + ",\"items\":["
            + items
            + "]}");
  }

  private static String key(long i) {
    return "orders/customer-" + i + "/item";
  }

  private interface Work {
    void run() throws IOException;
  }

  /// Runs the work on so many threads; returns calls a second.
  private double run(String name, int threads, boolean virtual, Work work)
      throws InterruptedException {
    var latencies = new long[threads][];
    var workers = new ArrayList<Thread>();
    long start = System.nanoTime();
    long end = start + (long) (seconds * 1e9);
    for (int t = 0; t < threads; t++) {
      int thread = t;
      Runnable loop = () -> latencies[thread] = loop(end, work);
      workers.add(
          virtual ? Thread.ofVirtual().unstarted(loop) : Thread.ofPlatform().unstarted(loop));
    }
    workers.forEach(Thread::start);
    for (Thread worker : workers) {
      worker.join();
    }
    double elapsed = (System.nanoTime() - start) / 1e9;
    long[] all = Arrays.stream(latencies).flatMapToLong(Arrays::stream).sorted().toArray();
    double rate = all.length / elapsed;
    out.printf(
        Locale.ROOT,
        "%-28s T=%-3d %9.0f /s  p50 %7.1f us  p99 %8.1f us  max %9.1f us%n",
        name,
        threads,
        rate,
        all[all.length / 2] / 1e3,
        all[(int) (all.length * 0.99)] / 1e3,
        all[all.length - 1] / 1e3);
    return rate;
  }

  private static long[] loop(long end, Work work) {
    var taken = new long[1 << 16];
    int count = 0;
    try {
      for (long now = System.nanoTime(); now < end; ) {
        work.run();
        long after = System.nanoTime();
        if (count == taken.length) {
          taken = Arrays.copyOf(taken, 2 * count);
        }
        taken[count++] = after - now;
        now = after;
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return Arrays.copyOf(taken, count);
  }

  private void puts() throws IOException, InterruptedException {
    Path file = directory.resolve("device");
    Files.createDirectories(directory);
    try (FileChannel device =
            FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        Store store = Store.open(directory.resolve("puts"))) {
      zero(device);
      var record = ByteBuffer.allocateDirect(RECORD);
      var position = new AtomicLong();
      Work raw =
          () -> {
            record.clear();
            long at = position.getAndAdd(RECORD) % (FILE - RECORD);
            device.write(record, at);
            device.force(false);
          };
      Work put =
          () -> {
            long i = next.getAndIncrement();
            store.put("docs", key(i % 1_000_003), values[(int) (i & 255)]).version();
          };
      run("warm up", 8, false, put);
      var ratios = new ArrayList<Double>();
      for (int round = 0; round < rounds; round++) {
        double floor = run("device write+sync", 1, false, raw);
        ratios.add(run("S1 put", 1, false, put) / floor);
        run("S3 put", 64, false, put);
        run("S3 put, virtual threads", 64, true, put);
      }
      ratios.sort(Double::compare);
      out.printf(
          Locale.ROOT,
          "S1 ratio to the device: median %.2f [%.2f-%.2f]%n",
          ratios.get(ratios.size() / 2),
          ratios.getFirst(),
          ratios.getLast());
    }
    Files.delete(file);
  }

  private static void zero(FileChannel device) throws IOException {
    var zeros = ByteBuffer.allocateDirect(1 << 20);
    for (long at = 0; at < FILE; at += 1 << 20) {
      device.write(zeros.clear(), at);
    }
    device.force(true);
  }

  private void reads() throws IOException, InterruptedException {
    Path data = directory.resolve("reads");
    var times = new ArrayList<Instant>();
    long deep;
    try (Store store = Store.open(data)) {
      store.configure("docs", NamespaceConfig.DEFAULT.with(Durability.MEMORY)).version();
      long start = System.nanoTime();
      for (int round = 0; round < 10; round++) {
        load(store, round);
        times.add(store.get("docs", key(keys - 1L)).orElseThrow().time());
        if (round == 0) {
          measureGets(store, "S5 get, 1 version a key", times);
        }
      }
      out.printf(
          Locale.ROOT,
          "loaded %d versions in %.1f s, index %d MiB, log %d MiB, heap %d MiB%n",
          10L * keys,
          (System.nanoTime() - start) / 1e9,
          store.status().indexBytes() >> 20,
          store.status().diskBytes() >> 20,
          usedHeap() >> 20);
      measureGets(store, "S5 get, 10 versions a key", times);
      measurePast(store, "S7 get at a time", times);
      store.compact();
      measurePast(store, "S7 get at a time, compacted", times);
      deep = history(store);
    }
    open(data);
    out.printf(Locale.ROOT, "history had %d versions, reads saw %d%n", deep, seen);
  }

  private void load(Store store, int round) {
    var batch = new ArrayList<Transaction>();
    for (int i = 0; i < keys; i++) {
      batch.add(Transaction.of(new Operation.Put("docs", key(i), values[(i + round) & 255])));
      if (batch.size() == 64) {
        store.commitAll(batch);
        batch.clear();
      }
    }
    store.commitAll(batch);
  }

  private void measureGets(Store store, String name, List<Instant> times)
      throws InterruptedException {
    var random = new SplittableRandom(times.size());
    for (int round = 0; round < 3; round++) {
      run(name, 1, false, () -> found(store.get("docs", key(random.nextInt(keys)))));
    }
  }

  private void measurePast(Store store, String name, List<Instant> times)
      throws InterruptedException {
    var random = new SplittableRandom(1);
    for (int round = 0; round < 3; round++) {
      run(
          name,
          1,
          false,
          () -> {
            At then = At.time(times.get(random.nextInt(times.size())));
            found(store.at("docs", key(random.nextInt(keys)), then).found());
          });
    }
  }

  private void found(Optional<Version> version) {
    if (version.isEmpty()) {
      throw new IllegalStateException("every key was loaded");
    }
    seen += version.get().seq();
  }

  private long history(Store store) {
    var batch = new ArrayList<Transaction>();
    for (int i = 0; i < 10_000; i++) {
      batch.add(Transaction.of(new Operation.Put("docs", "deep", values[i & 255])));
    }
    store.commitAll(batch);
    long found = 0;
    for (int round = 0; round < 10; round++) {
      long start = System.nanoTime();
      found = store.log("docs", "deep", History.Page.first(100_000)).versions().size();
      double took = (System.nanoTime() - start) / 1e9;
      out.printf(Locale.ROOT, "S8 history of %d versions: %.0f /s%n", found, found / took);
    }
    return found;
  }

  private void open(Path data) {
    for (int round = 0; round < 3; round++) {
      long start = System.nanoTime();
      try (Store store = Store.open(data, StoreOptions.DEFAULT)) {
        double took = (System.nanoTime() - start) / 1e6;
        out.printf(Locale.ROOT, "S12 open at seq %d: %.0f ms%n", store.seq(), took);
      }
    }
  }

  private static long usedHeap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
