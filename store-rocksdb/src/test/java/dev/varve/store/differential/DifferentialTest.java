package dev.varve.store.differential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.json.Json;
import dev.varve.store.local.LocalStore;
import dev.varve.store.rocksdb.RocksStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The log and RocksDB show the same, whatever is done with a store.
class DifferentialTest {
  @TempDir Path scratch;

  static LongStream seeds() {
    return LongStream.range(0, 8);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void bothEnginesShowTheSame(long seed) {
    check(seed, 120);
  }

  @Test
  @Tag("slow")
  @Timeout(3_000)
  void bothEnginesShowTheSameInManyLongRuns() throws IOException {
    for (long seed = 1_000; seed < 2_000; seed++) {
      check(seed, 400);
      clear(scratch);
    }
  }

  private void check(long seed, int count) {
    var script = new Script(seed);
    var steps = new ArrayList<>(script.steps(count));
    steps.add(Script.backup(scratch.resolve("run-0")));
    var differential =
        new Differential(LocalStore::open, RocksStore::open, scratch, script.kind().segmentBytes);

    assertThat(differential.find(steps)).as("seed %d", seed).isEmpty();
  }

  private static void clear(Path folder) throws IOException {
    try (var all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        if (!each.equals(folder)) {
          Files.delete(each);
        }
      }
    }
  }

  /// A write that only one of the two gets is found, and told in two steps.
  @Test
  void aPlantedDifferenceIsFoundAndToldInFewSteps() {
    var steps = new ArrayList<>(new Script(2).steps(30));
    steps.add(
        10,
        new Step(
            "planted",
            subject -> {
              if (subject.directory.endsWith("left")) {
                subject.store.put("docs", "planted", Json.of(1)).version();
              }
              return "";
            }));
    var differential = new Differential(LocalStore::open, RocksStore::open, scratch, 64 << 10);

    Differential.Difference found = differential.find(steps).orElseThrow();

    assertThat(found.steps()).hasSize(2);
    assertThat(found.toString()).contains("planted");
  }

  @Test
  void theSameSeedGivesTheSameSteps() {
    List<String> once = new Script(5).steps(50).stream().map(Step::text).toList();
    List<String> again = new Script(5).steps(50).stream().map(Step::text).toList();

    assertThat(again).isEqualTo(once);
  }
}
