package dev.varve.store.query.plan;

import dev.varve.store.filter.JsonOrder;
import dev.varve.store.filter.Row;
import dev.varve.store.query.Rows;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The documents of an index access.
final class IndexRows implements Rows {
  /// How many keys may be held to put them in order.
  static final int KEYS_MAX = 1_000_000;

  private final Plan.Access.Index access;
  private final IndexReader reader;
  private int range;
  private IndexReader.@Nullable Keys keys;

  private IndexRows(Plan.Access.Index access, IndexReader reader) {
    this.access = access;
    this.reader = reader;
  }

  /// The documents, or nothing when the keys would have to be held and are too many.
  static @Nullable Rows of(Plan.Access.Index access, IndexReader reader) {
    var rows = new IndexRows(access, reader);
    return access.order() == Plan.Order.KEYS ? rows.byKey() : rows;
  }

  private @Nullable Rows byKey() {
    var all = new ArrayList<String>();
    for (String key = key(); key != null; key = key()) {
      if (all.size() == KEYS_MAX) {
        return null;
      }
      all.add(key);
    }
    all.sort(JsonOrder::codePoints);
    Iterator<String> sorted = all.iterator();
    return () -> {
      while (sorted.hasNext()) {
        Row row = reader.get(sorted.next());
        if (row != null) {
          return row;
        }
      }
      return null;
    };
  }

  @Override
  public @Nullable Row next() {
    for (String key = key(); key != null; key = key()) {
      Row row = reader.get(key);
      if (row != null) {
        return row;
      }
    }
    return null;
  }

  private @Nullable String key() {
    while (true) {
      String key = keys == null ? null : keys.next();
      if (key != null) {
        return key;
      }
      List<ByteRange> ranges = access.ranges();
      if (range == ranges.size()) {
        return null;
      }
      boolean down = access.order() == Plan.Order.DOWN;
      ByteRange next = ranges.get(down ? ranges.size() - 1 - range : range);
      keys = reader.scan(access.index(), next, down);
      range++;
    }
  }
}
