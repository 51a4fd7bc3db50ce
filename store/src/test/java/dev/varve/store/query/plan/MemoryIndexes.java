package dev.varve.store.query.plan;

import dev.varve.store.filter.JsonOrder;
import dev.varve.store.filter.Row;
import dev.varve.store.filter.Samples;
import dev.varve.store.query.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Documents and indexes in sorted maps.
final class MemoryIndexes implements IndexReader {
  private final TreeMap<String, Row> documents = new TreeMap<>(JsonOrder::codePoints);
  private final Map<String, TreeMap<byte[], String>> entries = new HashMap<>();
  private final Map<String, Boolean> exact = new HashMap<>();
  private final boolean estimates;
  private int fetched;

  MemoryIndexes(List<? extends Row> rows, List<IndexDefinition> indexes, boolean estimates) {
    this.estimates = estimates;
    rows.forEach(row -> documents.put(row.key(), row));
    for (IndexDefinition index : indexes) {
      var maker = new IndexEntries(index);
      var sorted = new TreeMap<byte[], String>(Arrays::compareUnsigned);
      boolean whole = true;
      for (Row row : rows) {
        sorted.put(maker.of(row), row.key());
        whole &= maker.isExact();
      }
      entries.put(index.name(), sorted);
      exact.put(index.name(), whole);
    }
  }

  /// How many documents were looked up by their keys.
  int fetched() {
    return fetched;
  }

  private List<String> in(IndexDefinition index, ByteRange range) {
    var keys = new ArrayList<String>();
    entries
        .get(index.name())
        .forEach((entry, key) -> {
          if (range.contains(entry)) {
            keys.add(key);
          }
        });
    return keys;
  }

  @Override
  public Keys scan(IndexDefinition index, ByteRange range, boolean downwards) {
    List<String> keys = in(index, range);
    Iterator<String> all = (downwards ? keys.reversed() : keys).iterator();
    return () -> all.hasNext() ? all.next() : null;
  }

  @Override
  public long estimate(IndexDefinition index, ByteRange range, long enough) {
    return estimates ? in(index, range).size() : -1;
  }

  @Override
  public boolean isExact(IndexDefinition index) {
    return exact.get(index.name());
  }

  @Override
  public @Nullable Row get(String key) {
    fetched++;
    return documents.get(key);
  }

  @Override
  public Rows documents(String from, @Nullable String to) {
    var tail = documents.tailMap(from, true);
    return Samples.reusing(
        tail.values().stream()
            .filter(row -> to == null || JsonOrder.codePoints(row.key(), to) < 0)
            .toList());
  }

  @Override
  public long documents() {
    return documents.size();
  }
}
