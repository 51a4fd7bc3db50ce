package dev.varve.bench.store;

import dev.varve.bench.store.keeper.Documents;
import dev.varve.bench.store.keeper.VarveKeeper;
import dev.varve.store.At;
import dev.varve.store.Durability;
import dev.varve.store.Version;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// S7: one thread reads keys at random times, of ten versions a key. As the background left it, and
/// after everything was compacted.
final class PastScenario implements Scenario {
  private static final int VERSIONS = 10;

  private final SplittableRandom random = new SplittableRandom(7);

  @Override
  public String goals() {
    return "S7";
  }

  @Override
  public String work() {
    return "get at a time beside get of the latest";
  }

  @Override
  public List<Row> run(Bench bench) throws Exception {
    var documents = new Documents();
    Path directory = bench.place("past");
    Crew crew = bench.crew(1);
    int keys = bench.keys() / 10;
    try (var ours = VarveKeeper.open(directory, documents)) {
      var times = new ArrayList<Instant>();
      ours.durability(Durability.MEMORY);
      for (int i = 0; i < VERSIONS; i++) {
        ours.load(keys, i);
        times.add(latest(ours, documents.key(keys - 1L)).time());
      }
      String work = "get at a time, " + keys / 1000 + " k keys of 10 versions";
      var loaded = new Loaded(ours, keys, times);
      Row before = row(work + ", as written", bench.rounds(), crew, loaded);
      ours.store().compact();
      return List.of(before, row(work + ", compacted", bench.rounds(), crew, loaded));
    }
  }

  private record Loaded(VarveKeeper keeper, int keys, List<Instant> times) {}

  private Row row(String work, int rounds, Crew crew, Loaded loaded) throws Exception {
    Crew.Work latest = () -> loaded.keeper.get(random.nextInt(loaded.keys));
    Crew.Work past = () -> past(loaded);
    crew.run(latest);
    crew.run(past);
    return Row.atMost(
        "S7",
        work,
        Contest.of(
            rounds,
            () -> Figure.cpu("get at a time", crew.run(past)),
            () -> Figure.cpu("get of the latest", crew.run(latest))),
        2.5);
  }

  private void past(Loaded loaded) {
    At then = At.time(loaded.times.get(random.nextInt(VERSIONS)));
    String key = loaded.keeper.documents().key(random.nextInt(loaded.keys));
    if (loaded.keeper.store().at(VarveKeeper.SPACE, key, then).found().isEmpty()) {
      throw new IllegalStateException("every key was there from the first time on");
    }
  }

  private static Version latest(VarveKeeper ours, String key) {
    return ours.store().get(VarveKeeper.SPACE, key).orElseThrow();
  }
}
