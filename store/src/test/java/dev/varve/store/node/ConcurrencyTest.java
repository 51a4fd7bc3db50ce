package dev.varve.store.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonNumber;
import dev.varve.store.At;
import dev.varve.store.Durability;
import dev.varve.store.History;
import dev.varve.store.NamespaceConfig;
import dev.varve.store.Operation;
import dev.varve.store.Outcome;
import dev.varve.store.Precondition;
import dev.varve.store.Retention;
import dev.varve.store.Scan;
import dev.varve.store.Store;
import dev.varve.store.StoreOptions;
import dev.varve.store.Transaction;
import dev.varve.store.Version;
import dev.varve.store.Watch;
import dev.varve.store.local.LocalStore;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Many threads at once: no lost update, no half transaction, no gap in a watch.
public class ConcurrencyTest {
  @TempDir Path directory;

  protected Store open(Path at, StoreOptions options) {
    return LocalStore.open(at, options);
  }

  private Store open() {
    return open(directory, StoreOptions.DEFAULT.withSegmentBytes(1 << 20));
  }

  /// Threads of the system: some of the work never waits, and would keep virtual ones from running.
  private static <T> List<T> together(List<Callable<T>> work) throws Exception {
    var results = new ArrayList<T>();
    try (var threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
      for (Future<T> done : threads.invokeAll(work)) {
        results.add(done.get());
      }
    }
    return results;
  }

  @Test
  void losesNoUpdateAndTearsNoTransaction() throws Exception {
    try (Store store = open()) {
      var work = new ArrayList<Callable<Long>>();
      for (int i = 0; i < 4; i++) {
        work.add(() -> transfer(store, 100));
      }
      work.add(() -> watchSums(store, 2 * 4 * 100));
      together(work);

      assertThat(number(store, "a")).isEqualTo(4 * 100);
      assertThat(number(store, "b")).isEqualTo(-4 * 100);
      assertThat(store.log("sums", "a", History.Page.first(10_000)).versions()).hasSize(4 * 100);
      assertThat(store.verify()).isEmpty();
    }
  }

  /// Half with increments, half with compare and set.
  private static long transfer(Store store, int times) {
    for (int i = 0; i < times; i++) {
      if (i % 2 == 0 || store.get("sums", "a").isEmpty()) {
        store
            .commit(
                Transaction.of(
                    new Operation.Increment("sums", "a", "", BigDecimal.ONE),
                    new Operation.Increment("sums", "b", "", BigDecimal.ONE.negate())))
            .version();
      } else {
        compareAndSet(store);
      }
    }
    return times;
  }

  private static void compareAndSet(Store store) {
    while (true) {
      Version a = store.get("sums", "a").orElseThrow();
      long value = ((JsonNumber) a.value()).longValue();
      Outcome outcome =
          store.commit(
              Transaction.of(
                      new Operation.Put("sums", "a", Json.of(value + 1)),
                      new Operation.Increment("sums", "b", "", BigDecimal.ONE.negate()))
                  .when(new Precondition.VidIs("sums", "a", a.vid())));
      if (outcome instanceof Outcome.Committed) {
        return;
      }
    }
  }

  /// At every position the two numbers cancel out.
  private static long watchSums(Store store, long until) {
    long looks = 0;
    while (store.seq() < until) {
      At now = At.seq(store.seq());
      long sum = 0;
      for (Version version : store.documents("sums", Scan.ALL.at(now)).versions()) {
        sum += ((JsonNumber) version.value()).longValue();
      }
      assertThat(sum).isZero();
      looks++;
    }
    return looks;
  }

  private static long number(Store store, String key) {
    return ((JsonNumber) store.get("sums", key).orElseThrow().value()).longValue();
  }

  @Test
  void tellsEveryWatchEveryVersionOnce() throws Exception {
    try (Store store = open()) {
      var work = new ArrayList<Callable<List<Long>>>();
      for (int i = 0; i < 4; i++) {
        work.add(() -> follow(store, 4 * 200));
      }
      for (int i = 0; i < 4; i++) {
        int thread = i;
        work.add(() -> {
          for (int n = 0; n < 200; n++) {
            store.put("docs", "k" + thread, Json.of(n)).version();
          }
          return List.of();
        });
      }

      List<List<Long>> told = together(work);

      for (List<Long> seqs : told.subList(0, 4)) {
        assertThat(seqs).hasSize(800).isSorted().doesNotHaveDuplicates();
      }
    }
  }

  private static List<Long> follow(Store store, int count) {
    var seqs = new ArrayList<Long>();
    try (Watch watch = store.watch(Watch.Spec.ALL.from(1))) {
      while (seqs.size() < count
          && watch.next(Duration.ofSeconds(20)) instanceof Watch.Event.Changes changes) {
        changes.versions().forEach(version -> seqs.add(version.seq()));
      }
    }
    return seqs;
  }

  @Test
  void readsAndWritesGoOnDuringCompaction() throws Exception {
    try (Store store = open()) {
      store.configure("docs", NamespaceConfig.DEFAULT.with(new Retention.KeepLast(2))).version();
      var stop = new AtomicBoolean();
      var work = new ArrayList<Callable<Integer>>();
      work.add(() -> {
        for (int i = 0; i < 800; i++) {
          store.put("docs", "k" + i % 10, Json.of("x".repeat(500) + i)).version();
        }
        stop.set(true);
        return 0;
      });
      work.add(() -> {
        int runs = 0;
        while (!stop.get()) {
          store.compact();
          runs++;
        }
        return runs;
      });
      work.add(() -> {
        int reads = 0;
        while (!stop.get()) {
          for (Version version : store.documents("docs", Scan.ALL).versions()) {
            assertThat(version.hasValue()).isTrue();
          }
          store.log("docs", "k3", History.Page.FIRST);
          reads++;
        }
        return reads;
      });

      List<Integer> rounds = together(work);

      assertThat(rounds.get(1)).isPositive();
      store.compact();
      assertThat(store.log("docs", "k3", History.Page.FIRST).versions()).hasSize(2);
      assertThat(store.status().diskBytes()).isLessThan(4 << 20);
      assertThat(store.verify()).isEmpty();
    }
  }

  @Test
  void outlivesInterruptsOfItsWriters() throws Exception {
    try (Store store = open()) {
      var done = new AtomicBoolean();
      Thread writer =
          Thread.ofPlatform()
              .start(() -> {
                for (int i = 0; i < 300; i++) {
                  store.put("docs", "k" + i, Json.of(i)).version();
                }
                done.set(true);
              });
      while (writer.isAlive()) {
        writer.interrupt();
        writer.join(Duration.ofNanos(200_000));
      }

      assertThat(done).isTrue();
      assertThat(store.status().healthy()).isTrue();
      assertThat(store.keys("docs", Scan.ALL).keys()).hasSize(300);
      assertThat(store.verify()).isEmpty();
    }
  }

  @Test
  void syncsGroupNamespacesSoonWithoutBeingAsked() {
    try (Store store = open()) {
      store.configure("docs", NamespaceConfig.DEFAULT.with(Durability.GROUP)).version();
      long before = store.status().syncs();

      store.put("docs", "a", Json.of(1)).version();

      assertThat(store.get("docs", "a")).isPresent();
      long deadline = System.nanoTime() + 5_000_000_000L;
      while (store.status().syncs() == before && System.nanoTime() < deadline) {
        Thread.onSpinWait();
      }
      assertThat(store.status().syncs()).isEqualTo(before + 1);
    }
  }
}
