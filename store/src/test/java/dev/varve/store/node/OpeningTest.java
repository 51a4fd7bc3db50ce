package dev.varve.store.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.json.Json;
import dev.varve.store.Durability;
import dev.varve.store.NamespaceConfig;
import dev.varve.store.Operation;
import dev.varve.store.StoreOptions;
import dev.varve.store.Transaction;
import dev.varve.store.engine.Engine;
import dev.varve.store.log.LogEngine;
import dev.varve.store.log.SimulatedDisk;
import dev.varve.store.record.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What opening a store reads does not grow with its history: counted, not timed.
class OpeningTest {
  private static final int SEGMENT = 64 << 10;
  private static final StoreOptions OPTIONS =
      StoreOptions.DEFAULT.withSegmentBytes(SEGMENT).withBackground(false);
  private static final int KEYS = 200;
  private static final Json VALUE = Json.of("x".repeat(400));

  /// Records, of about 650 B each, of three full segments, one that is full since, and the one that
  /// is written to.
  private static final int RECORDS_MAX = 5 * SEGMENT / 600;

  /// What one opening was shown.
  private record Opened(long last, long records, boolean fromCheckpoint) {
    static Opened of(SimulatedDisk disk) throws IOException {
      try (LogEngine engine = LogEngine.over(disk, SEGMENT)) {
        var seen = new Seen();
        engine.recover(seen);
        return new Opened(engine.last(), seen.records, seen.saved);
      }
    }
  }

  private static final class Seen implements Engine.Replay {
    private long records;
    private boolean saved;

    @Override
    public void begin(Optional<Engine.Saved> state) {
      saved = state.isPresent();
    }

    @Override
    public void entry(Entry entry) {
      records++;
    }
  }

  @Test
  void looksAtNoMoreRecordsAfterAKillWhateverTheLengthOfHistory() throws IOException {
    Opened shortly = afterAKill(2_000);
    Opened after = afterAKill(20_000);

    assertThat(after.last()).isGreaterThan(20_000);
    assertThat(after.fromCheckpoint()).isTrue();
    assertThat(shortly.records()).isLessThan(RECORDS_MAX);
    assertThat(after.records()).isLessThan(RECORDS_MAX);
  }

  @Test
  void looksAtNoMoreRecordsAfterItWasClosed() throws IOException {
    for (int versions : new int[] {2_000, 20_000}) {
      var disk = new SimulatedDisk();
      grow(disk, versions).close();

      Opened opened = Opened.of(disk);

      assertThat(opened.last()).isGreaterThan(versions);
      assertThat(opened.fromCheckpoint()).isTrue();
      assertThat(opened.records()).isLessThan(RECORDS_MAX);
    }
  }

  private static Opened afterAKill(int versions) throws IOException {
    var disk = new SimulatedDisk();
    try (LogStore store = grow(disk, versions)) {
      assertThat(store.seq()).isGreaterThan(versions);
      return Opened.of(disk.afterPowerCut(new Random(versions)));
    }
  }

  /// A store that tended itself while it was written to.
  private static LogStore grow(SimulatedDisk disk, int versions) throws IOException {
    LogStore store = LogStore.over(disk, OPTIONS);
    store.configure("docs", NamespaceConfig.DEFAULT.with(Durability.MEMORY)).version();
    for (int done = 0; done < versions; done += 50) {
      var batch = new ArrayList<Transaction>();
      for (int i = 0; i < 50; i++) {
        batch.add(Transaction.of(new Operation.Put("docs", "k" + (done + i) % KEYS, VALUE)));
      }
      store.commitAll(batch);
      store.tend();
    }
    store.put("sync", "k", VALUE).version();
    return store;
  }
}
