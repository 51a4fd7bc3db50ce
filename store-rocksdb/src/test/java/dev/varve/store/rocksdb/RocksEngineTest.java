package dev.varve.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.base.Failure;
import dev.varve.base.json.Json;
import dev.varve.store.Durability;
import dev.varve.store.History;
import dev.varve.store.NamespaceConfig;
import dev.varve.store.Operation;
import dev.varve.store.Outcome;
import dev.varve.store.Retention;
import dev.varve.store.Store;
import dev.varve.store.StoreOptions;
import dev.varve.store.Transaction;
import dev.varve.store.engine.Engine;
import dev.varve.store.node.LogStore;
import dev.varve.store.record.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What only this engine can show: damage of its files, its state, its end.
class RocksEngineTest {
  private static final StoreOptions OPTIONS =
      StoreOptions.DEFAULT.withSegmentBytes(64 << 10).withBackground(false);

  @TempDir Path directory;

  private static void write(Store store, int from, int until) {
    var random = new Random(from);
    var all = new ArrayList<Transaction>();
    for (int i = from; i < until; i++) {
      var noise = new StringBuilder();
      random.ints(100, 0x4E00, 0x9000).forEach(noise::appendCodePoint); // compresses badly
      all.add(Transaction.of(new Operation.Put("docs", "k" + i, Json.of(noise.toString()))));
    }
    assertThat(store.commitAll(all)).allMatch(Outcome.Committed.class::isInstance);
  }

  private static Path largestTable(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files
          .filter(file -> file.toString().endsWith(".sst"))
          .max(Comparator.comparingLong(file -> file.toFile().length()))
          .orElseThrow();
    }
  }

  @Test
  void namesWhatIsDamagedAndLeavesTheRestReadable() throws IOException {
    RocksEngine engine = RocksEngine.open(directory, 64 << 10);
    try (Store store = LogStore.over(engine, OPTIONS)) {
      write(store, 0, 600);
      engine.checkpoint(); // so that opening looks at none of them
    }
    damage();

    try (Store store = RocksStore.open(directory, OPTIONS)) {
      var problems = store.verify();

      assertThat(problems).hasSizeBetween(1, 99);
      assertThat(problems)
          .allSatisfy(problem -> assertThat(problem.toString()).contains("[E1306]"));
      int damaged = 0;
      for (int i = 0; i < 600; i++) {
        try {
          assertThat(store.get("docs", "k" + i)).isPresent();
        } catch (Failure e) {
          assertThat(e).hasMessageContaining("[E1306]");
          damaged++;
        }
      }
      assertThat(damaged).isEqualTo(problems.size());
    }
  }

  private void damage() throws IOException {
    RocksStore.open(directory, OPTIONS).close(); // what was in its log is in tables now
    try (var file = FileChannel.open(largestTable(directory), StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5}), file.size() / 3);
    }
  }

  @Test
  void takesNoWritesWhenOpeningMeetsDamageUntilItIsAccepted() throws IOException {
    try (Store store = RocksStore.open(directory, OPTIONS)) {
      write(store, 0, 600);
    }
    damage();

    try (Store store = RocksStore.open(directory, OPTIONS)) {
      assertThat(store.status().problems()).isNotEmpty();
      assertThatThrownBy(() -> store.put("docs", "new", Json.of(1)))
          .hasMessageContaining("[E1306]");
    }
    try (Store store = RocksStore.open(directory, OPTIONS.withAcceptDamage(true))) {
      assertThat(store.put("docs", "new", Json.of(1)).version().number()).isEqualTo(1);
    }
  }

  /// Shows nothing of what is in the state that was saved.
  @Test
  void opensFromTheStateItSavedAndNotFromTheBeginning() throws IOException {
    RocksEngine engine = RocksEngine.open(directory, 64 << 10);
    try (Store store = LogStore.over(engine, OPTIONS)) {
      write(store, 0, 300);
      engine.tend();
      write(store, 300, 310);
    }
    var shown = new ArrayList<Long>();
    try (var again = RocksEngine.open(directory, 64 << 10)) {
      again.recover(
          new Engine.Replay() {
            @Override
            public void begin(Optional<Engine.Saved> state) {
              assertThat(state).isPresent();
            }

            @Override
            public void entry(Entry entry) {
              shown.add(entry.seq());
            }
          });

      assertThat(shown).hasSize(10);
      assertThat(again.facts().keys()).isEqualTo(311); // the namespace is a document, too
    }
  }

  @Test
  void letsGoOfVersionsWhileItTendsItself() throws IOException {
    RocksEngine engine = RocksEngine.open(directory, 64 << 10);
    try (Store store = LogStore.over(engine, OPTIONS)) {
      var config = NamespaceConfig.DEFAULT.with(new Retention.KeepLast(2)).with(Durability.MEMORY);
      store.configure("docs", config).version();
      for (int i = 0; i < 200; i++) {
        store.put("docs", "k", Json.of(i)).version();
      }

      engine.tend();

      assertThat(store.log("docs", "k", History.Page.FIRST).versions()).hasSize(2);
      assertThat(store.verify()).isEmpty();
      assertThat(store.status().problems()).isEmpty();
    }
  }

  /// Native code that is called after the end would take the process with it.
  @Test
  void readersOfAStoreThatIsClosedAreToldSo() throws Exception {
    Store store = RocksStore.open(directory, OPTIONS);
    write(store, 0, 50);
    var reading = new CountDownLatch(4);
    var threads = new ArrayList<Thread>();
    var told = new ArrayList<Throwable>();
    for (int i = 0; i < 4; i++) {
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                reading.countDown();
                try {
                  while (true) {
                    store.log("docs", "k7", History.Page.FIRST);
                    store.get("docs", "k3");
                  }
                } catch (Failure e) {
                  synchronized (told) {
                    told.add(e);
                  }
                }
              }));
    }
    reading.await();

    store.close();

    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(told).hasSize(4).allSatisfy(e -> assertThat(e).hasMessageContaining("[E1310]"));
    assertThatThrownBy(() -> store.get("docs", "k3")).hasMessageContaining("[E1310]");
  }

  @Test
  void refusesAFormatOfTheFuture() throws IOException {
    RocksStore.open(directory, OPTIONS).close();
    try (var database = Database.open(directory, 64 << 10);
        var batch = new Batch(database)) {
      batch.put(Family.DEFAULT, Keys.FORMAT, new byte[] {0, 0, 0, 2});
      database.write(batch, true);
    }

    assertThatThrownBy(() -> RocksStore.open(directory, OPTIONS))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("[E1308]");
  }

  @Test
  void refusesAWriteWithoutRoomAndTakesTheNext() throws IOException {
    var free = new ArrayList<>(List.of(1L << 30, 1L << 20, 1L << 30));
    var room = new Room(free::removeFirst, directory);

    room.make(10);
    assertThat(room.left()).isPositive();
    room.took(room.left());
    assertThat(room.left()).isZero();
    assertThatThrownBy(() -> room.make(10)).hasMessageContaining("No space left");
    assertThat(room.left()).isZero();
    room.make(20 << 20);
    assertThat(room.left()).isEqualTo(20 << 20);
  }
}
