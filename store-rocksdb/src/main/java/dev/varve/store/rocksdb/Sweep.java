package dev.varve.store.rocksdb;

import dev.varve.store.engine.Host;
import dev.varve.store.engine.Removed;
import dev.varve.store.record.Chain;
import dev.varve.store.record.Entry;
import dev.varve.store.record.RecordLayout;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Lets go of what retention does not keep in one run of positions: decides beside the writers,
/// then changes everything in one batch between two groups. Only positions that are in the saved
/// state.
final class Sweep implements Host.Run {
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final RocksEngine engine;
  private final Host host;
  private final long first;
  private final long end;
  private final BitSet dropped = new BitSet();
  private final List<byte[]> closed = new ArrayList<>();
  private final TreeMap<Integer, Removed> removed = new TreeMap<>();
  private long freed;

  Sweep(RocksEngine engine, Host host, long first, long end) {
    this.engine = engine;
    this.host = host;
    this.first = first;
    this.end = end;
  }

  long end() {
    return end;
  }

  @Override
  public boolean has(long seq) {
    return seq >= first && seq <= end;
  }

  /// Returns the bytes of the records that went.
  long run() throws IOException {
    Host.Keeper keeper = host.keeper();
    each(entry -> decide(entry, keeper));
    if (dropped.isEmpty()) {
      return 0;
    }
    each(this::close);
    var went = new boolean[1];
    host.exclusively(() -> {
      apply(keeper);
      went[0] = true;
    });
    return went[0] ? freed : 0;
  }

  private interface Visitor {
    void visit(Entry entry);
  }

  private void each(Visitor visitor) {
    engine
        .database()
        .look(
            Family.RECORDS,
            cursor -> {
              for (cursor.seek(Keys.number(first)); cursor.isValid(); cursor.next()) {
                Entry entry = RocksRecords.entry(cursor.value());
                if (entry.seq() > end) {
                  break;
                }
                visitor.visit(entry);
              }
              return visitor;
            });
  }

  private void decide(Entry entry, Host.Keeper keeper) {
    if (keeper.fate(entry, this) == Host.Fate.GONE) {
      dropped.set((int) (entry.seq() - first));
      int bytes = entry.keyLength() + entry.valueLength();
      remove(new Removed(entry.namespace(), entry.seq(), 1, bytes, 0));
      freed += entry.length();
    }
  }

  private void remove(Removed more) {
    removed.merge(more.namespace(), more, Removed::and);
  }

  private boolean isDropped(long seq) {
    return has(seq) && dropped.get((int) (seq - first));
  }

  /// Leads a record that stays over those that go.
  private void close(Entry entry) {
    Entry older = isDropped(entry.seq()) ? null : Chain.older(entry, engine);
    if (older != null && isDropped(older.seq())) {
      byte[] record = entry.bytes();
      MemorySegment.ofArray(record).set(LONG, RecordLayout.JUMP, nearestKept(older));
      closed.add(RocksRecords.stamped(record));
    }
  }

  private long nearestKept(Entry gone) {
    @Nullable Entry at = gone;
    while (at != null && isDropped(at.seq())) {
      at = Chain.older(at, engine);
    }
    return at == null ? 0 : at.seq();
  }

  private void apply(Host.Keeper keeper) throws IOException {
    var forgotten = new ArrayList<Entry>();
    for (Entry entry : keeper.forgotten()) {
      Entry head = engine.head(entry.namespace(), entry.key());
      if (head != null && head.seq() == entry.seq()) {
        forgotten.add(entry);
        remove(new Removed(entry.namespace(), 0, 0, 0, 1));
      }
    }
    try (var batch = new Batch(engine.database())) {
      fill(batch, forgotten);
      engine.records().takeAway(() -> engine.database().write(batch, true));
    }
    engine.synced();
    engine.totals().add(removed.values());
    host.removed(removed.values());
  }

  private void fill(Batch batch, List<Entry> forgotten) throws IOException {
    for (int i = dropped.nextSetBit(0); i >= 0; i = dropped.nextSetBit(i + 1)) {
      batch.delete(Family.RECORDS, Keys.number(first + i));
    }
    for (byte[] record : closed) {
      batch.put(Family.RECORDS, Keys.number(RocksRecords.entry(record).seq()), record);
    }
    for (Entry entry : forgotten) {
      batch.delete(Family.HEADS, Keys.head(entry.namespace(), entry.key()));
    }
    engine.totals().put(removed.values(), batch);
  }
}
