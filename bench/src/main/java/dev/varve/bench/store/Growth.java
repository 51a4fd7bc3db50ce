package dev.varve.bench.store;

import dev.varve.bench.store.keeper.Documents;
import dev.varve.bench.store.keeper.VarveKeeper;
import dev.varve.store.Durability;
import dev.varve.store.Store;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Writes a long history and waits to be killed. Says the p99 of a put in microseconds, its ratio
/// to a store of 10,000 versions, and how many MiB the heap grew.
///
/// Arguments: an empty directory, versions, seconds of a round, rounds.
final class Growth {
  private static final int KEYS = 100_000;
  private static final int SMALL = 10_000;

  private final Documents documents = new Documents();
  private long next;

  private Growth() {}

  public static void main(String[] args) throws Exception {
    new Growth()
        .run(
            Path.of(args[0]),
            Long.parseLong(args[1]),
            new Crew(1, Double.parseDouble(args[2])),
            Integer.parseInt(args[3]));
  }

  private void run(Path directory, long versions, Crew crew, int rounds) throws Exception {
    PrintStream out = System.out;
    Path beside = directory.resolveSibling(directory.getFileName() + "-beside");
    try (var small = VarveKeeper.open(beside, documents)) {
      var large = VarveKeeper.open(directory, documents);
      write(small, SMALL);
      write(large, SMALL);
      double before = Machine.heapMebibytes();
      write(large, versions - SMALL);
      settle(large.store());
      double grown = Machine.heapMebibytes() - before;
      var p99 = new ArrayList<Double>();
      var ratios = new ArrayList<Double>();
      for (int round = 0; round <= rounds; round++) {
        double theirs = crew.run(() -> put(small)).p99Micros();
        double ours = crew.run(() -> put(large)).p99Micros();
        if (round > 0) {
          p99.add(ours);
          ratios.add(ours / theirs);
        }
      }
      out.println(median(p99) + " " + median(ratios) + " " + grown);
      out.flush();
      if (System.in.read() < 0) {
        throw new IllegalStateException("the parent must kill this process, but went away");
      }
    }
  }

  private static double median(List<Double> values) {
    Collections.sort(values);
    return values.get(values.size() / 2);
  }

  private void write(VarveKeeper keeper, long versions) {
    keeper.durability(Durability.MEMORY);
    for (long left = versions; left > 0; left -= KEYS) {
      keeper.load((int) Math.min(left, KEYS), (int) left);
    }
    keeper.durability(Durability.SYNC);
  }

  private void put(VarveKeeper keeper) {
    next++;
    keeper.put(next * 7919 % KEYS, next);
  }

  /// Waits until what the store does for itself has come to rest, two minutes at most.
  private static void settle(Store store) throws InterruptedException {
    long bytes = 0;
    int still = 0;
    for (int i = 0; i < 120 && still < 4; i++) {
      TimeUnit.SECONDS.sleep(1);
      long now = store.status().diskBytes();
      still = now == bytes ? still + 1 : 0;
      bytes = now;
    }
  }
}
