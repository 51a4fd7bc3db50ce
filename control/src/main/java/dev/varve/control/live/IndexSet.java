package dev.varve.control.live;

import dev.varve.base.Digest;
import dev.varve.store.Store;
import dev.varve.store.filter.Row;
import dev.varve.store.query.plan.ByteRange;
import dev.varve.store.query.plan.IndexDefinition;
import dev.varve.store.query.plan.IndexEntries;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/// The indexes of one namespace, in memory, all at the same position.
///
/// Queries that read them share a lock; catching up needs it alone. Where it is not to be had soon,
/// because somebody reads slowly, a query does without indexes: nobody waits for a slow client.
public final class IndexSet implements Follow.Kept {
  private static final long PATIENCE_MILLIS = 200;

  /// One index.
  private static final class Entries {
    private final IndexEntries maker;
    private final NavigableMap<byte[], String> keys = new TreeMap<>(Arrays::compareUnsigned);
    private final Map<String, byte[]> byKey = new HashMap<>();
    private boolean exact = true;

    Entries(IndexDefinition definition) {
      maker = new IndexEntries(definition);
    }

    void clear() {
      keys.clear();
      byKey.clear();
      exact = true;
    }

    void remove(String key) {
      byte[] entry = byKey.remove(key);
      if (entry != null) {
        keys.remove(entry);
      }
    }

    void add(Row row) {
      byte[] entry = maker.of(row);
      exact &= maker.isExact();
      byKey.put(row.key(), entry);
      keys.put(entry, row.key());
    }
  }

  private final List<Digest> madeOf;
  private final Map<IndexDefinition, Entries> indexes = new LinkedHashMap<>();
  private final Follow follow;
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

  public IndexSet(
      Store store, String namespace, List<IndexDefinition> definitions, List<Digest> madeOf) {
    this.madeOf = madeOf;
    for (IndexDefinition definition : definitions) {
      indexes.put(definition, new Entries(definition));
    }
    follow = new Follow(store, namespace, this);
  }

  /// The versions of the definitions it was made of.
  public List<Digest> madeOf() {
    return madeOf;
  }

  @Override
  public void clear() {
    indexes.values().forEach(Entries::clear);
  }

  @Override
  public void change(String key, @Nullable Row before, @Nullable Row after, long seq) {
    for (Entries each : indexes.values()) {
      each.remove(key);
      if (after != null) {
        each.add(after);
      }
    }
  }

  /// Entries are found by their key.
  @Override
  public boolean needsBefore() {
    return false;
  }

  /// The right to read the indexes, at one position.
  public final class Lease implements AutoCloseable {
    private Lease() {}

    public long seq() {
      return follow.seq();
    }

    public List<IndexDefinition> definitions() {
      return List.copyOf(indexes.keySet());
    }

    NavigableMap<byte[], String> range(IndexDefinition index, ByteRange range) {
      NavigableMap<byte[], String> keys = entries(index).keys;
      byte[] to = range.to();
      return to == null
          ? keys.tailMap(range.from(), true)
          : keys.subMap(range.from(), true, to, false);
    }

    boolean isExact(IndexDefinition index) {
      return entries(index).exact;
    }

    private Entries entries(IndexDefinition index) {
      Entries found = indexes.get(index);
      if (found == null) {
        throw new IllegalArgumentException("the index must be one of the set, but is " + index);
      }
      return found;
    }

    @Override
    public void close() {
      lock.readLock().unlock();
    }
  }

  /// Catches up and lets the calling thread read. Where nothing was written since, nobody waits.
  public Optional<Lease> lease() {
    if (lock.readLock().tryLock()) {
      if (follow.isCurrent()) {
        return Optional.of(new Lease());
      }
      lock.readLock().unlock();
    }
    try {
      if (!lock.writeLock().tryLock(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
        return Optional.empty();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
    try {
      follow.catchUp(true);
      lock.readLock().lock();
      return Optional.of(new Lease());
    } finally {
      lock.writeLock().unlock();
    }
  }
}
