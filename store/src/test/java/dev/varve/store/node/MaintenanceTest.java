package dev.varve.store.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.Failure;
import dev.varve.base.json.Json;
import dev.varve.store.At;
import dev.varve.store.Backup;
import dev.varve.store.Durability;
import dev.varve.store.Lookup;
import dev.varve.store.NamespaceConfig;
import dev.varve.store.Operation;
import dev.varve.store.Retention;
import dev.varve.store.Store;
import dev.varve.store.StoreOptions;
import dev.varve.store.Transaction;
import dev.varve.store.Version;
import dev.varve.store.disk.Disk;
import dev.varve.store.disk.DiskFile;
import dev.varve.store.log.SimulatedDisk;
import dev.varve.testkit.Await;
import dev.varve.testkit.FakeClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a store does for itself: with segments that stayed empty, with faults, beside other work.
class MaintenanceTest {
  private static final StoreOptions OPTIONS =
      StoreOptions.DEFAULT.withSegmentBytes(64 << 10).withBackground(false);

  /// A disk that tells which files are made.
  private record ToldDisk(Disk disk, Consumer<String> created) implements Disk {
    @Override
    public DiskFile create(String name, long size) throws IOException {
      created.accept(name);
      return disk.create(name, size);
    }

    @Override
    public DiskFile open(String name) throws IOException {
      return disk.open(name);
    }

    @Override
    public List<String> list() throws IOException {
      return disk.list();
    }

    @Override
    public void delete(String name) throws IOException {
      disk.delete(name);
    }

    @Override
    public void rename(String from, String to) throws IOException {
      disk.rename(from, to);
    }

    @Override
    public void syncNames() throws IOException {
      disk.syncNames();
    }

    @Override
    public void close() throws IOException {
      disk.close();
    }
  }

  private static Transaction large(int i) {
    return Transaction.of(
        new Operation.Put("docs", "a" + i % 2, Json.of(i + "a".repeat(90_000))),
        new Operation.Put("docs", "b" + i % 2, Json.of(i + "b".repeat(90_000))));
  }

  private static void check(Store store, List<Version> written) {
    for (Version version : written) {
      assertThat(store.at("docs", version.key(), At.seq(version.seq())))
          .isEqualTo(new Lookup.Found(version));
    }
    assertThat(store.verify()).isEmpty();
    assertThat(store.status().problems()).isEmpty();
  }

  private static List<Version> commitLarge(Store store, int from, int to) {
    var written = new ArrayList<Version>();
    for (int i = from; i < to; i++) {
      written.addAll(store.commit(large(i)).committed().versions());
    }
    return written;
  }

  @Test
  void isKeptUpWhenTheFirstTransactionIsLargerThanTheFirstSegment(@TempDir Path other)
      throws IOException {
    var disk = new SimulatedDisk();
    LogStore store = LogStore.over(disk, OPTIONS);
    List<Version> written = commitLarge(store, 0, 5);

    store.tend();
    check(store, written);
    store.checkpoint();
    store.compact();
    written.addAll(commitLarge(store, 5, 7)); // compaction left a new segment that is empty
    store.tend();
    check(store, written);
    store.compact();
    check(store, written);
    Backup backup = store.backup(other.resolve("backup"), 0);
    assertThat(backup.versions()).isEqualTo(store.seq());
    store.close();

    store = LogStore.over(disk.afterPowerCut(new Random(1)), OPTIONS);
    check(store, written);
    store.close();
  }

  @ParameterizedTest(name = "power goes after {0} steps")
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40})
  void losesNothingWhereverThePowerGoesWhileAnEmptySegmentIsGivenUp(int steps) throws IOException {
    var random = new Random(steps);
    var disk = new SimulatedDisk();
    var written = new ArrayList<Version>();
    LogStore store = LogStore.over(disk, OPTIONS);
    disk.cutPowerAfter(steps);
    try {
      for (int i = 0; i < 4; i++) {
        written.addAll(store.commit(large(i)).committed().versions());
        store.tend();
      }
      store.close();
    } catch (RuntimeException _) {
      // the power went
    }

    store = LogStore.over(disk.afterPowerCut(random), OPTIONS);
    check(store, written);
    commitLarge(store, 4, 6);
    store.compact();
    check(store, written);
    store.close();
  }

  /// An error that nobody expects is told, and the thread goes on once it is gone.
  @Test
  void goesOnAfterAnErrorThatNobodyExpects() throws IOException {
    var broken = new AtomicBoolean(true);
    var disk =
        new ToldDisk(
            new SimulatedDisk(),
            name -> {
              if (broken.get() && name.endsWith(".seq")) {
                throw new IllegalStateException("a bug in a table");
              }
            });
    try (LogStore store = LogStore.over(disk, OPTIONS.withBackground(true))) {
      var i = new int[1];
      Await.until(
          "the error is told",
          () -> {
            store.put("docs", "k", Json.of(i[0]++ + "x".repeat(20_000))).version();
            return store.status().problems().toString().contains("a bug in a table");
          });
      broken.set(false);
      Await.until(
          "the segments are complete",
          () -> {
            store.put("docs", "k", Json.of(i[0]++ + "x".repeat(20_000))).version();
            return store.status().problems().isEmpty();
          });
      assertThat(disk.list()).anyMatch(name -> name.endsWith(".seq"));
    }
  }

  private static Thread.State stateOf(Thread thread) {
    return thread.getState();
  }

  /// Half way through a compaction: neither sees some segments as they were and others as they are.
  @Test
  void verifiesAndBacksUpBeforeOrAfterABackgroundCompactionNeverAcrossIt(@TempDir Path other)
      throws Exception {
    var begun = new CountDownLatch(1);
    var released = new CountDownLatch(1);
    var disk =
        new ToldDisk(
            new SimulatedDisk(),
            name -> {
              if (name.endsWith("-1.log")) {
                begun.countDown();
                await(released);
              }
            });
    try (LogStore store = LogStore.over(disk, OPTIONS)) {
      var config = NamespaceConfig.DEFAULT.with(new Retention.KeepLast(2));
      store.configure("docs", config.with(Durability.MEMORY)).version();
      for (int i = 0; i < 400; i++) {
        store.put("docs", "k" + i % 5, Json.of(i + "x".repeat(900))).version();
      }
      var found = new AtomicReference<List<?>>();
      var made = new AtomicReference<Backup>();
      Thread tending = Thread.ofPlatform().start(store::tend);
      begun.await();
      Thread verifying = Thread.ofPlatform().start(() -> found.set(store.verify()));
      Thread backing =
          Thread.ofPlatform().start(() -> made.set(store.backup(other.resolve("b"), 0)));

      Await.until("verify waits", () -> stateOf(verifying) == Thread.State.BLOCKED);
      Await.until("backup waits", () -> stateOf(backing) == Thread.State.BLOCKED);
      released.countDown();
      for (Thread thread : List.of(tending, verifying, backing)) {
        thread.join();
      }

      assertThat(found.get()).isEmpty();
      assertThat(made.get().versions()).isPositive();
      assertThat(store.status().problems()).isEmpty();
    }
  }

  @Test
  void countsAKeyThatComesBackWhileCompactionForgetsIt() throws IOException {
    var clock = new FakeClock();
    var comesBack = new AtomicReference<Runnable>(() -> {});
    var disk =
        new ToldDisk(
            new SimulatedDisk(),
            name -> {
              if (name.endsWith("-1.log")) {
                comesBack.getAndSet(() -> {}).run();
              }
            });
    try (LogStore store = LogStore.over(disk, OPTIONS.with(clock))) {
      var config = NamespaceConfig.DEFAULT.with(new Retention.KeepFor(Duration.ofMinutes(1)));
      store.configure("docs", config).version();
      store.put("docs", "a", Json.of(1)).version();
      store.put("docs", "b", Json.of(1)).version();
      store.delete("docs", "a").version();
      clock.advance(Duration.ofHours(1));
      comesBack.set(() -> store.put("docs", "a", Json.of(2)).version());

      store.compact();

      assertThat(store.get("docs", "a").orElseThrow().value()).isEqualTo(Json.of(2));
      assertThat(store.namespaces().getFirst().keys()).isEqualTo(2);
      store.compact();
      assertThat(store.namespaces().getFirst().keys()).isEqualTo(2);
      assertThat(store.namespaces().getFirst().versions()).isEqualTo(3); // what it came back over
      assertThat(store.verify()).isEmpty();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// A store that takes no more writes keeps its layout, and so it must keep its files.
  @Test
  void readsGoOnWhenTheStoreStopsDuringACompaction() throws IOException {
    var stopped = new AtomicReference<Runnable>(() -> {});
    var simulated = new SimulatedDisk();
    var disk =
        new ToldDisk(
            simulated,
            name -> {
              if (name.endsWith("-1.log")) {
                stopped.get().run();
              }
            });
    LogStore store = LogStore.over(disk, OPTIONS);
    var written = new ArrayList<Version>();
    for (int i = 0; i < 400; i++) {
      written.add(store.put("docs", "k" + i % 5, Json.of(i + "x".repeat(900))).version());
    }
    stopped.set(() -> failASync(simulated, store));

    store.tend();

    assertThat(store.status().healthy()).isFalse();
    for (Version version : written) {
      assertThat(store.at("docs", version.key(), At.seq(version.seq())))
          .isEqualTo(new Lookup.Found(version));
    }
    store.close();
  }

  private static void failASync(SimulatedDisk disk, LogStore store) {
    disk.failSyncAfter(1);
    try {
      store.put("docs", "k", Json.of(1)).version();
    } catch (Failure _) {
      // this is what was wanted
    }
  }
}
