package dev.varve.store.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;

/// The latest seq of every key, in the order of namespaces and keys.
public final class KeyIndex {
  @SuppressWarnings("ArrayRecordComponent") // compared by content below
  private record Entry(int namespace, byte[] key) implements Comparable<Entry> {
    @Override
    public int compareTo(Entry other) {
      int byNamespace = Integer.compare(namespace, other.namespace);
      return byNamespace != 0 ? byNamespace : Arrays.compareUnsigned(key, other.key);
    }
  }

  private final ConcurrentSkipListMap<Entry, Long> latest = new ConcurrentSkipListMap<>();

  /// The seq of the key's latest version, 0 when there is none.
  public long latest(int namespace, byte[] key) {
    return latest.getOrDefault(new Entry(namespace, key), 0L);
  }

  public void put(int namespace, byte[] key, long seq) {
    latest.put(new Entry(namespace, key), seq);
  }

  public long keys() {
    return latest.size();
  }

  /// Up to `limit` keys of a namespace from `from` on, in order.
  public List<byte[]> keysFrom(int namespace, byte[] from, int limit) {
    var keys = new ArrayList<byte[]>();
    for (Entry entry : latest.tailMap(new Entry(namespace, from), true).keySet()) {
      if (entry.namespace != namespace || keys.size() == limit) {
        break;
      }
      keys.add(entry.key);
    }
    return keys;
  }
}
