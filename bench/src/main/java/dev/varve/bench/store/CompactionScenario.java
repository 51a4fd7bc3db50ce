package dev.varve.bench.store;

import dev.varve.bench.store.keeper.Documents;
import dev.varve.bench.store.keeper.VarveKeeper;
import dev.varve.store.Durability;
import dev.varve.store.NamespaceConfig;
import dev.varve.store.Retention;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// S16: puts of eight threads while everything is compacted, beside the same without.
final class CompactionScenario implements Scenario {
  private static final int THREADS = 8;

  private final Documents documents = new Documents();
  private final AtomicLong next = new AtomicLong();

  @Override
  public String goals() {
    return "S16";
  }

  @Override
  public String work() {
    return "puts during compaction";
  }

  @Override
  public List<Row> run(Bench bench) throws Exception {
    Path directory = bench.place("compaction");
    int keys = bench.keys() / 10;
    Crew crew = bench.crew(THREADS);
    try (var ours = VarveKeeper.open(directory, documents)) {
      NamespaceConfig config = NamespaceConfig.DEFAULT.with(new Retention.KeepLast(2));
      ours.store().configure(VarveKeeper.SPACE, config.with(Durability.MEMORY)).version();
      for (int i = 0; i < 8; i++) {
        ours.load(keys, i);
      }
      ours.store().configure(VarveKeeper.SPACE, config).version();
      crew.run(() -> put(ours, keys));
      Rate alone = crew.run(() -> put(ours, keys));
      var during = new ArrayList<Rate>();
      Thread compaction = Thread.ofPlatform().start(() -> ours.store().compact());
      while (compaction.isAlive()) {
        during.add(new Crew(THREADS, 0.5).run(() -> put(ours, keys)));
      }
      Rate worst =
          during.stream().min((a, b) -> Double.compare(a.perSecond(), b.perSecond())).orElseThrow();
      var throughput = Contest.of(Figure.of("Varve", worst), Figure.of("without", alone));
      var latency = Contest.of(p99("Varve", worst), p99("without", alone));
      return List.of(
          Row.atLeast("S16", "puts, 8 threads, during compaction", throughput, 0.7),
          Row.atMost("S16", "their p99", latency, 3));
    }
  }

  private static Figure p99(String name, Rate rate) {
    return Figure.of(name, rate.p99Micros(), "us");
  }

  private void put(VarveKeeper keeper, int keys) {
    long i = next.getAndIncrement();
    keeper.put(i * 7919 % keys, i);
  }
}
