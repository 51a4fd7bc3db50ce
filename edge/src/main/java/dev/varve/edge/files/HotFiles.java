package dev.varve.edge.files;

import java.util.Iterator;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Resources that were asked for lately, small ones with their bytes. An entry is believed for a
/// second, then looked at again on disk, so a new file is seen within a second and a hot one costs
/// one look a second.
///
/// Bounded by bytes. Second chance: whoever was asked for since the hand last passed stays. Lookups
/// take no lock; only who puts something in makes room.
final class HotFiles {
  static final long FRESH_NANOS = 1_000_000_000L;

  private final long bytesMax;
  private final ConcurrentHashMap<String, Entry> entries = new ConcurrentHashMap<>();
  private final AtomicLong bytes = new AtomicLong();
  private @Nullable Iterator<Entry> hand;

  private static final class Entry {
    final String key;
    final Found.Resource resource;
    volatile long checkedNanos;
    volatile boolean touched = true;

    Entry(String key, Found.Resource resource, long nowNanos) {
      this.key = key;
      this.resource = resource;
      this.checkedNanos = nowNanos;
    }
  }

  HotFiles(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  /// What was found under the path within the last second, or null.
  Found.@Nullable Resource fresh(String path, long nowNanos) {
    Entry entry = entries.get(path);
    if (entry == null || nowNanos - entry.checkedNanos > FRESH_NANOS) {
      return null;
    }
    if (!entry.touched) {
      entry.touched = true;
    }
    return entry.resource;
  }

  /// What was found under the path at any time, to be compared with what is there now.
  Found.@Nullable Resource any(String path) {
    Entry entry = entries.get(path);
    return entry == null ? null : entry.resource;
  }

  /// The resource is as it was.
  void confirm(String path, long nowNanos) {
    Entry entry = entries.get(path);
    if (entry != null) {
      entry.checkedNanos = nowNanos;
    }
  }

  void put(String path, Found.Resource resource, long nowNanos) {
    var entry = new Entry(path, resource, nowNanos);
    long weight = weight(entry);
    if (weight > bytesMax / 4) {
      remove(path);
      return;
    }
    Entry before = entries.put(path, entry);
    bytes.addAndGet(weight - (before == null ? 0 : weight(before)));
    makeRoom();
  }

  void remove(String path) {
    Entry before = entries.remove(path);
    if (before != null) {
      bytes.addAndGet(-weight(before));
    }
  }

  long bytes() {
    return bytes.get();
  }

  private static long weight(Entry entry) {
    return entry.resource.weight() + entry.key.length() * 2L;
  }

  private synchronized void makeRoom() {
    while (bytes.get() > bytesMax && !entries.isEmpty()) {
      Iterator<Entry> at = hand;
      if (at == null || !at.hasNext()) {
        hand = at = entries.values().iterator();
      }
      if (!at.hasNext()) {
        return;
      }
      Entry entry = at.next();
      if (entry.touched) {
        entry.touched = false;
      } else if (entries.remove(entry.key, entry)) {
        bytes.addAndGet(-weight(entry));
      }
    }
  }
}
