package dev.varve.http.hpack;

import org.jspecify.annotations.Nullable;

/// A dynamic table (RFC 7541 section 2.3.2): a ring of entries, newest first, evicted from the old
/// end when their sizes exceed the bound. One without entries holds no arrays.
///
/// Entries are numbered from 1 in the order they came. `older[n]` links an entry to the one before
/// it whose name hashes into the same bucket; numbers at or below `evicted` end a chain. Only
/// encoders search, so only their tables have chains.
final class HpackTable {
  private static final int BUCKETS = 32;
  private static final int SLOTS_AT_FIRST = 8;
  private static final @Nullable HpackEntry[] NO_ENTRIES = {};
  private static final long[] NO_LINKS = {};

  private final boolean searched;
  private @Nullable HpackEntry[] ring = NO_ENTRIES;
  private long[] older = NO_LINKS;
  private long[] newest = NO_LINKS;
  private long added;
  private long evicted;
  private int bytes;
  private int bytesMax;

  /// @param searched whether [#first] and [#next] will be called
  HpackTable(int bytesMax, boolean searched) {
    this.bytesMax = bytesMax;
    this.searched = searched;
  }

  int count() {
    return (int) (added - evicted);
  }

  int bytes() {
    return bytes;
  }

  int bytesMax() {
    return bytesMax;
  }

  /// Changes the bound, evicting what no longer fits.
  void resize(int max) {
    bytesMax = max;
    evictUntil(max);
  }

  /// The entry `back` places behind the newest, or null where there is none.
  @Nullable HpackEntry at(int back) {
    return back < 0 || back >= count() ? null : ring[slot(added - back)];
  }

  /// Adds an entry; one larger than the whole table empties it (RFC 7541 section 4.4).
  void add(HpackEntry entry) {
    int size = entry.size();
    evictUntil(bytesMax - size);
    if (size > bytesMax) {
      return;
    }
    if (count() == ring.length) {
      grow();
    }
    added++;
    int slot = slot(added);
    ring[slot] = entry;
    bytes += size;
    if (searched) {
      int bucket = entry.nameHash & (BUCKETS - 1);
      older[slot] = newest[bucket];
      newest[bucket] = added;
    }
  }

  /// Forgets all entries, arrays too.
  void clear() {
    evicted = added;
    bytes = 0;
    ring = NO_ENTRIES;
    older = NO_LINKS;
    newest = NO_LINKS;
  }

  /// The number of the newest entry in the bucket of this name, 0 for none.
  long first(int nameHash) {
    return newest.length == 0 ? 0 : live(newest[nameHash & (BUCKETS - 1)]);
  }

  /// The number of the next older entry in the same bucket, 0 for none.
  long next(long number) {
    return live(older[slot(number)]);
  }

  /// The entry with a number that [#first] or [#next] gave.
  @Nullable HpackEntry numbered(long number) {
    return ring[slot(number)];
  }

  /// How far behind the newest entry this number is.
  int back(long number) {
    return (int) (added - number);
  }

  private long live(long number) {
    return number > evicted ? number : 0;
  }

  private void evictUntil(int max) {
    while (bytes > max && count() > 0) {
      evicted++;
      int slot = slot(evicted);
      HpackEntry oldest = ring[slot];
      if (oldest != null) {
        bytes -= oldest.size();
      }
      ring[slot] = null;
    }
  }

  private int slot(long number) {
    return (int) number & (ring.length - 1);
  }

  private void grow() {
    var ringBefore = ring;
    var olderBefore = older;
    int mask = ringBefore.length - 1;
    ring = new HpackEntry[Math.max(SLOTS_AT_FIRST, ringBefore.length * 2)];
    if (searched) {
      older = new long[ring.length];
      newest = newest.length == 0 ? new long[BUCKETS] : newest;
    }
    for (long number = evicted + 1; number <= added; number++) {
      ring[slot(number)] = ringBefore[(int) number & mask];
      if (searched) {
        older[slot(number)] = olderBefore[(int) number & mask];
      }
    }
  }
}
