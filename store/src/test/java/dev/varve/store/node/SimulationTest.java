package dev.varve.store.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.Failure;
import dev.varve.base.json.Json;
import dev.varve.store.NamespaceConfig;
import dev.varve.store.Operation;
import dev.varve.store.Outcome;
import dev.varve.store.Retention;
import dev.varve.store.StoreOptions;
import dev.varve.store.Transaction;
import dev.varve.store.Version;
import dev.varve.store.log.SimulatedDisk;
import dev.varve.testkit.FakeClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Random work on a disk that loses power again and again: what was acknowledged is there, what was
/// not is there whole or not at all, and the past does not change.
class SimulationTest {
  private static final String SPACE = "docs";

  static LongStream seeds() {
    return LongStream.range(0, 25);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void losesNothingAcknowledgedWhenThePowerGoes(long seed) throws IOException {
    new Run(seed).go(6);
  }

  /// Each run is one thread; there are as many at once as there are cores.
  @Test
  @Tag("slow")
  @Timeout(3_000)
  void losesNothingAcknowledgedInTenThousandRuns() {
    LongStream.range(1_000, 11_000).parallel().forEach(seed -> run(seed, 4));
  }

  private static void run(long seed, int lives) {
    try {
      new Run(seed).go(lives);
    } catch (IOException e) {
      throw new UncheckedIOException("seed " + seed, e);
    }
  }

  /// One seed's life.
  private static final class Run {
    private final Random random;
    private final long seed;
    private final FakeClock clock = new FakeClock();
    private final Oracle oracle = new Oracle(SPACE);
    private SimulatedDisk disk = new SimulatedDisk();

    Run(long seed) {
      this.seed = seed;
      this.random = new Random(seed);
    }

    void go(int lives) throws IOException {
      try {
        for (int life = 0; life < lives; life++) {
          live();
          disk = disk.afterPowerCut(random);
        }
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }

    private void live() throws IOException {
      disk.cutPowerAfter(random.nextInt(10) == 0 ? random.nextInt(20) : 20 + random.nextInt(600));
      LogStore store = open();
      if (store == null) {
        return;
      }
      check(store);
      try {
        for (int i = 0; i < 300; i++) {
          work(store);
        }
      } catch (Failure | UncheckedIOException | IOException _) {
        // the power went
      }
      try {
        store.close();
      } catch (Failure _) {
        // nothing is left to close
      }
    }

    private @Nullable LogStore open() throws IOException {
      try {
        return LogStore.over(
            disk,
            StoreOptions.DEFAULT.with(clock).withSegmentBytes(64 << 10).withBackground(false));
      } catch (SimulatedDisk.PowerCut _) {
        return null;
      }
    }

    private void check(LogStore store) {
      assertThat(store.status().problems()).isEmpty();
      List<Version> unknown = oracle.unknown(store, pending.stream().map(Operation::key).toList());
      if (!unknown.isEmpty()) {
        assertThat(unknown).extracting(Version::time).containsOnly(unknown.getFirst().time());
        assertThat(unknown.size()).isEqualTo(pending.size());
        oracle.add(unknown);
      }
      oracle.checkHistories(store);
      oracle.checkKeys(store);
      oracle.checkPast(store, random, 20);
      checkShort(store);
    }

    private List<Operation> pending = List.of();
    private final Map<String, Version> latest = new HashMap<>();
    private String pendingShort = "";

    private void work(LogStore store) throws IOException {
      switch (random.nextInt(40)) {
        case 0 -> store.checkpoint();
        case 4 -> store.compact();
        case 5, 6, 7, 8 -> writeShort(store);
        case 1 -> store.tend();
        case 2 -> clock.advance(Duration.ofMillis(random.nextInt(5000)));
        case 3 -> clock.stepBack(Duration.ofMillis(random.nextInt(3000)));
        default -> write(store);
      }
    }

    /// A namespace that keeps two versions a key, and loses the rest to compaction.
    private void writeShort(LogStore store) {
      if (latest.isEmpty()) {
        store.configure("short", NamespaceConfig.DEFAULT.with(new Retention.KeepLast(2))).version();
      }
      String key = "s" + random.nextInt(5);
      pendingShort = key;
      Json value = Json.of("y".repeat(random.nextInt(3000)));
      latest.put(key, store.put("short", key, value).version());
      pendingShort = "";
    }

    private void checkShort(LogStore store) {
      latest.forEach((key, version) -> {
        Version found = store.get("short", key).orElseThrow();
        if (key.equals(pendingShort)) {
          assertThat(found.number()).isBetween(version.number(), version.number() + 1);
        } else {
          assertThat(found).isEqualTo(version);
        }
      });
      store
          .get("short", pendingShort.isEmpty() ? "s0" : pendingShort)
          .ifPresent(found -> latest.put(found.key(), found));
      pendingShort = "";
      assertThat(store.verify()).isEmpty();
    }

    private void write(LogStore store) {
      var operations = new ArrayList<Operation>();
      int count = random.nextInt(4) == 0 ? 1 + random.nextInt(4) : 1;
      for (int i = 0; i < count; i++) {
        operations.add(operation());
      }
      pending = operations;
      Outcome outcome = store.commit(Transaction.of(operations.toArray(new Operation[0])));
      if (outcome instanceof Outcome.Committed committed) {
        oracle.add(committed.versions());
      }
      pending = List.of();
    }

    private Operation operation() {
      String key = "k" + random.nextInt(30);
      return switch (random.nextInt(8)) {
        case 0 -> new Operation.Delete(SPACE, key);
        case 1 -> new Operation.Increment(SPACE, "counter", "", BigDecimal.ONE);
        default ->
            new Operation.Put(
                SPACE, key, Json.of("x".repeat(random.nextInt(1500)) + random.nextInt()));
      };
    }
  }
}
