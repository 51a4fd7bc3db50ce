package dev.varve.store.index;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/// Numbers by 64-bit hash: extendible hashing (Fagin and others, 1979) over pages, so it grows a
/// page at a time and never stops to be rebuilt.
///
/// ```
/// page = depth:u32 count:u32 unused:u64 slot{255}
/// slot = hash:u64 value:u64          value 0: free, or removed when the hash is not 0
/// ```
///
/// One writer. Readers take no lock: a slot's value is written before its hash, values change in
/// one piece, and what a split moves is guarded by a counter that makes readers look again.
final class HashTable {
  private static final int SLOTS = 255;
  private static final int FULL = 200;
  private static final int HEADER = 16;
  private static final int DEPTH_MAX = 28;

  /// Decides whether the value found is the one meant.
  interface Check {
    boolean is(long value);
  }

  private final Pages pages;
  private volatile int[] directory;
  private int depth;
  private volatile int splits;

  HashTable(Pages pages) {
    this.pages = pages;
    this.directory = new int[] {pages.allocate()};
  }

  HashTable(Pages pages, int[] directory) {
    this.pages = pages;
    this.directory = directory;
    this.depth = Integer.numberOfTrailingZeros(directory.length);
  }

  int[] directory() {
    return directory;
  }

  private static int bucket(long hash, int length) {
    return length == 1 ? 0 : (int) (hash >>> Long.numberOfLeadingZeros(length - 1L));
  }

  /// The value under the hash that passes the check, or 0. Hashes are never 0.
  long get(long hash, Check check) {
    while (true) {
      int before = splits;
      if ((before & 1) != 0) {
        Thread.onSpinWait();
        continue;
      }
      long value = find(hash, check);
      VarHandle.acquireFence();
      if (splits == before) {
        return value;
      }
    }
  }

  private long find(long hash, Check check) {
    int[] known = directory;
    int page = known[bucket(hash, known.length)];
    MemorySegment chunk = pages.chunk(page);
    long base = Pages.offset(page) + HEADER;
    int slot = (int) ((hash & 0xFFFF) % SLOTS);
    for (int i = 0; i < SLOTS; i++) {
      long at = base + slot * 16L;
      long found = chunk.get(Pages.LONG, at);
      if (found == 0) {
        return 0;
      }
      if (found == hash) {
        VarHandle.acquireFence();
        long value = chunk.get(Pages.LONG, at + 8);
        if (value != 0 && check.is(value)) {
          return value;
        }
      }
      slot = slot + 1 == SLOTS ? 0 : slot + 1;
    }
    return 0;
  }

  /// Replaces `old` under the hash, or adds when `old` is 0. When `old` is not there, because
  /// damage took it, a smaller value under the same hash is replaced. False when it was added.
  boolean put(long hash, long old, long value) {
    while (true) {
      int page = directory[bucket(hash, directory.length)];
      MemorySegment chunk = pages.chunk(page);
      long base = Pages.offset(page);
      long at = slotFor(chunk, base + HEADER, hash, old);
      if (chunk.get(Pages.LONG, at) == hash) {
        pages.touch(page);
        chunk.set(Pages.LONG, at + 8, value);
        return old != 0;
      }
      int count = chunk.get(Pages.INT, base + 4);
      if (count < FULL) {
        pages.touch(page);
        chunk.set(Pages.LONG, at + 8, value);
        VarHandle.releaseFence();
        chunk.set(Pages.LONG, at, hash);
        chunk.set(Pages.INT, base + 4, count + 1);
        return false;
      }
      split(page);
    }
  }

  /// Where `old` stands, else where something older does, else a free place.
  private static long slotFor(MemorySegment chunk, long base, long hash, long old) {
    int slot = (int) ((hash & 0xFFFF) % SLOTS);
    long older = 0;
    while (true) {
      long at = base + slot * 16L;
      long found = chunk.get(Pages.LONG, at);
      if (found == hash) {
        long value = chunk.get(Pages.LONG, at + 8);
        if (value == old) {
          return at;
        }
        older = value != 0 && value < old ? at : older;
      }
      if (found == 0) {
        return older == 0 ? at : older;
      }
      slot = slot + 1 == SLOTS ? 0 : slot + 1;
    }
  }

  /// Takes a value out; its place is used again for the same hash or after a split.
  void remove(long hash, long value) {
    int page = directory[bucket(hash, directory.length)];
    MemorySegment chunk = pages.chunk(page);
    long at = slotFor(chunk, Pages.offset(page) + HEADER, hash, value);
    if (chunk.get(Pages.LONG, at) == hash) {
      pages.touch(page);
      chunk.set(Pages.LONG, at + 8, 0L);
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
  private void split(int page) {
    MemorySegment chunk = pages.chunk(page);
    int local = chunk.get(Pages.INT, Pages.offset(page));
    if (local >= DEPTH_MAX) {
      throw new IllegalStateException("seeded hashes must differ in their first 28 bits");
    }
    splits++;
    if (local == depth) {
      doubleDirectory();
    }
    pages.touch(page);
    int sibling = pages.allocate();
    var old = new byte[SLOTS * 16];
    MemorySegment slots = MemorySegment.ofArray(old);
    MemorySegment.copy(chunk, Pages.offset(page) + HEADER, slots, 0, old.length);
    chunk.asSlice(Pages.offset(page), Pages.SIZE).fill((byte) 0);
    chunk.set(Pages.INT, Pages.offset(page), local + 1);
    pages.chunk(sibling).set(Pages.INT, Pages.offset(sibling), local + 1);
    redirect(page, sibling, local);
    for (int i = 0; i < SLOTS; i++) {
      long hash = slots.get(Pages.ANY_LONG, i * 16L);
      long value = slots.get(Pages.ANY_LONG, i * 16L + 8);
      if (value != 0) {
        int target = ((hash >>> (63 - local)) & 1) == 0 ? page : sibling;
        insert(target, hash, value);
      }
    }
    splits++;
  }

  private void insert(int page, long hash, long value) {
    MemorySegment chunk = pages.chunk(page);
    long base = Pages.offset(page);
    int slot = (int) ((hash & 0xFFFF) % SLOTS);
    while (chunk.get(Pages.LONG, base + HEADER + slot * 16L) != 0) {
      slot = slot + 1 == SLOTS ? 0 : slot + 1;
    }
    chunk.set(Pages.LONG, base + HEADER + slot * 16L, hash);
    chunk.set(Pages.LONG, base + HEADER + slot * 16L + 8, value);
    chunk.set(Pages.INT, base + 4, chunk.get(Pages.INT, base + 4) + 1);
  }

  private void doubleDirectory() {
    int[] old = directory;
    var doubled = new int[2 * old.length];
    for (int i = 0; i < old.length; i++) {
      doubled[2 * i] = old[i];
      doubled[2 * i + 1] = old[i];
    }
    directory = doubled;
    depth++;
  }

  /// The upper half of the entries that led to `page` lead to `sibling`.
  private void redirect(int page, int sibling, int local) {
    int[] changed = directory.clone();
    int run = 1 << (depth - local);
    int first = 0;
    while (changed[first] != page) {
      first += run;
    }
    for (int i = first + run / 2; i < first + run; i++) {
      changed[i] = sibling;
    }
    directory = changed;
  }
}
