package dev.varve.store.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.Failure;
import dev.varve.base.json.Json;
import dev.varve.store.Action;
import dev.varve.store.At;
import dev.varve.store.Content;
import dev.varve.store.Lookup;
import dev.varve.store.NamespaceConfig;
import dev.varve.store.Operation;
import dev.varve.store.Origin;
import dev.varve.store.Retention;
import dev.varve.store.Scan;
import dev.varve.store.Store;
import dev.varve.store.StoreOptions;
import dev.varve.store.Transaction;
import dev.varve.store.Version;
import dev.varve.store.log.SimulatedDisk;
import dev.varve.testkit.FakeClock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The power goes at every single step of a store's life, and of each moment several of the states
/// the disk may then be in are opened.
class CrashStatesTest {
  static LongStream seeds() {
    return LongStream.range(0, 3);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void opensAfterThePowerWentAtSomeSteps(long seed) throws IOException {
    long all = new Life(seed).stepsOfAll();
    for (long step = 1 + seed; step < all; step += 23) {
      check(seed, step, 1);
    }
  }

  @Test
  @Tag("slow")
  @Timeout(3_000)
  void opensAfterThePowerWentAtEveryStep() throws IOException {
    for (long seed = 100; seed < 140; seed++) {
      long all = new Life(seed).stepsOfAll();
      assertThat(all).isGreaterThan(100);
      for (long step = 1; step <= all; step++) {
        check(seed, step, 6);
      }
    }
  }

  private static void check(long seed, long step, int states) throws IOException {
    for (int state = 0; state < states; state++) {
      var life = new Life(seed);
      life.until(step);
      var random = new Random(seed * 1_000_003 + step * 101 + state);
      try {
        life.reopenAndCheck(random);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(
            "seed " + seed + ", power cut at step " + step + ", state " + state + ": " + e, e);
      }
    }
  }

  /// The same work for the same seed, up to the power cut.
  private static final class Life {
    private static final StoreOptions OPTIONS =
        StoreOptions.DEFAULT.withSegmentBytes(64 << 10).withBackground(false);

    private final Random random;
    private final FakeClock clock = new FakeClock();
    private final SimulatedDisk disk = new SimulatedDisk();
    private final List<Version> docs = new ArrayList<>();
    private final TreeMap<String, Version> latest = new TreeMap<>();
    private final TreeMap<String, Long> tags = new TreeMap<>();
    private List<Operation> pending = List.of();
    private final Set<String> perhapsErased = new TreeSet<>();

    Life(long seed) {
      this.random = new Random(seed);
    }

    long stepsOfAll() throws IOException {
      until(Long.MAX_VALUE / 2);
      return disk.steps();
    }

    void until(long step) throws IOException {
      disk.cutPowerAfter(step);
      try (LogStore store = open(disk)) {
        store.configure("short", NamespaceConfig.DEFAULT.with(new Retention.KeepLast(2))).version();
        var brief = new Retention.KeepFor(Duration.ofSeconds(5));
        store.configure("brief", NamespaceConfig.DEFAULT.with(brief)).version();
        for (int i = 0; i < 60; i++) {
          work(store, i);
        }
      } catch (SimulatedDisk.PowerCut | Failure _) {
        // the power went
      } catch (IOException e) {
        assertThat(e).hasRootCauseInstanceOf(SimulatedDisk.PowerCut.class);
      }
    }

    private LogStore open(SimulatedDisk on) throws IOException {
      return LogStore.over(on, OPTIONS.with(clock));
    }

    private void work(LogStore store, int i) throws IOException {
      clock.advance(Duration.ofMillis(random.nextInt(2_000)));
      switch (random.nextInt(18)) {
        case 0 -> store.checkpoint();
        case 1 -> store.compact();
        case 2 -> store.tend();
        case 3 -> tag(store, "t" + random.nextInt(3));
        case 4 -> commit(store, new Operation.Erase("docs", "k" + random.nextInt(6)));
        case 5, 6, 7 -> {
          String key = "s" + random.nextInt(4);
          commit(store, new Operation.Put("short", key, value(i)));
        }
        case 8, 9 -> commit(store, new Operation.Put("brief", "b" + random.nextInt(3), value(i)));
        case 10, 11 -> commit(store, new Operation.Delete("brief", "b" + random.nextInt(3)));
        case 12, 13 ->
            commit(
                store,
                new Operation.Put("docs", "k" + random.nextInt(6), value(i)),
                new Operation.Put("docs", "m" + random.nextInt(6), value(i)),
                new Operation.Put("short", "s" + random.nextInt(4), value(i)));
        default -> commit(store, new Operation.Put("docs", "k" + random.nextInt(6), value(i)));
      }
    }

    private Json value(int i) {
      return Json.of(i + "z".repeat(random.nextInt(5_000)));
    }

    private void tag(LogStore store, String name) {
      long now = Math.max(1, store.seq());
      tags.remove(name); // until it is acknowledged either is right
      store.tag(new Store.Tag(name, "", now), Origin.NONE).version();
      tags.put(name, now);
    }

    private void commit(LogStore store, Operation... operations) {
      pending = List.of(operations);
      var outcome = store.commit(Transaction.of(operations));
      pending = List.of();
      if (outcome instanceof dev.varve.store.Outcome.Committed committed) {
        for (Version version : committed.versions()) {
          latest.put(version.namespace() + "/" + version.key(), version);
          if (version.namespace().equals("docs")) {
            docs.add(version);
          }
        }
      }
    }

    void reopenAndCheck(Random chance) throws IOException {
      SimulatedDisk after = disk.afterPowerCut(chance);
      pending.stream()
          .filter(Operation.Erase.class::isInstance)
          .forEach(operation -> perhapsErased.add(operation.key()));
      for (int round = 0; round < 2; round++) {
        try (LogStore store = open(after)) {
          assertThat(store.status().problems()).isEmpty();
          assertThat(store.verify()).isEmpty();
          docs.forEach(version -> checkVersion(store, version));
          checkLatest(store);
          checkPending(store);
          checkKeys(store);
          tags.forEach(
              (name, seq) -> assertThat(store.tags()).contains(new Store.Tag(name, "", seq)));
          pending = List.of();
          latest.clear();
          store.put("other", "after", Json.of(round)).version();
          store.compact();
        }
        after = after.afterPowerCut(chance);
      }
    }

    /// A version is as it was, or erased by an erasure behind it.
    private void checkVersion(Store store, Version version) {
      Lookup found = store.at("docs", version.key(), At.vid(version.vid()));
      boolean erased = docs.stream().anyMatch(v -> isErasureOf(v, version));
      boolean isAsItWas = version.equals(versionOf(found));
      if (erased && version.hasValue()) {
        assertThat(versionOf(found).content()).isEqualTo(new Content.Erased());
      } else if (!perhapsErased.contains(version.key()) || !version.hasValue()) {
        assertThat(isAsItWas).as("%s", version).isTrue();
      } else {
        assertThat(isAsItWas || versionOf(found).content() instanceof Content.Erased).isTrue();
      }
    }

    private static boolean isErasureOf(Version erasure, Version version) {
      return erasure.action() == Action.ERASE
          && erasure.key().equals(version.key())
          && erasure.seq() > version.seq();
    }

    private static Version versionOf(Lookup found) {
      return switch (found) {
        case Lookup.Found there -> there.version();
        case Lookup.Deleted deleted -> deleted.tombstone();
        case Lookup.Absent _, Lookup.Compacted _ ->
            throw new AssertionError("a version must be there, but is " + found);
      };
    }

    private void checkLatest(Store store) {
      latest.forEach((name, version) -> {
        boolean open = pending.stream().anyMatch(o -> name.equals(o.namespace() + "/" + o.key()));
        Optional<Version> found = store.get(version.namespace(), version.key());
        if (!open) {
          assertThat(found).isEqualTo(version.hasValue() ? Optional.of(version) : Optional.empty());
        }
      });
    }

    /// The index has the keys of which something is left, and no others.
    private static void checkKeys(Store store) {
      Scan all = Scan.ALL.withDeleted();
      long keys =
          Stream.of("docs", "short", "brief", "other", "_namespaces", "_tags", "_once")
              .mapToLong(space -> store.keys(space, all).keys().size())
              .sum();
      assertThat(store.status().keys()).isEqualTo(keys);
    }

    /// All of the transaction that was under way, or nothing.
    private void checkPending(Store store) {
      long there =
          pending.stream()
              .filter(o -> {
                Version known = latest.get(o.namespace() + "/" + o.key());
                long before = known == null ? 0 : known.seq();
                Lookup now = store.at(o.namespace(), o.key(), At.LATEST);
                return !(now instanceof Lookup.Absent) && versionOf(now).seq() > before;
              })
              .count();
      assertThat(there)
          .isIn(0L, pending.stream().map(o -> o.namespace() + o.key()).distinct().count());
    }
  }
}
