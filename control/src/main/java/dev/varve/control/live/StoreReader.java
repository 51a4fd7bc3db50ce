package dev.varve.control.live;

import dev.varve.store.At;
import dev.varve.store.Scan;
import dev.varve.store.Store;
import dev.varve.store.filter.Row;
import dev.varve.store.query.Rows;
import dev.varve.store.query.plan.ByteRange;
import dev.varve.store.query.plan.IndexDefinition;
import dev.varve.store.query.plan.IndexReader;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One state of one namespace, as plans read it.
///
/// @param indexes null for none
/// @param documents how many documents there are, about
public record StoreReader(
    Store store, String namespace, At at, IndexSet.@Nullable Lease indexes, long documents)
    implements IndexReader {
  /// Counting further costs more than a better plan saves.
  private static final int COUNTED_MAX = 4096;

  private IndexSet.Lease lease() {
    if (indexes == null) {
      throw new IllegalStateException("a plan must not use an index when there is none");
    }
    return indexes;
  }

  @Override
  public Keys scan(IndexDefinition index, ByteRange range, boolean downwards) {
    NavigableMap<byte[], String> found = lease().range(index, range);
    Iterator<String> keys = (downwards ? found.descendingMap() : found).values().iterator();
    return () -> keys.hasNext() ? keys.next() : null;
  }

  @Override
  public long estimate(IndexDefinition index, ByteRange range, long enough) {
    long most = Math.min(enough, COUNTED_MAX);
    long counted = 0;
    for (Iterator<String> keys = lease().range(index, range).values().iterator();
        keys.hasNext() && counted < most;
        keys.next()) {
      counted++;
    }
    return counted < COUNTED_MAX ? counted : Math.max(counted, documents / 3);
  }

  @Override
  public boolean isExact(IndexDefinition index) {
    return lease().isExact(index);
  }

  @Override
  public @Nullable Row get(String key) {
    return store
        .at(namespace, key, at)
        .found()
        .filter(version -> version.hasValue())
        .map(RowOf::new)
        .orElse(null);
  }

  @Override
  public Rows documents(String from, @Nullable String to) {
    return store.rows(namespace, new Scan.Range(from, Optional.ofNullable(to)), at);
  }

  @Override
  public List<String> marks(int most) {
    return store.marks(namespace, most);
  }
}
