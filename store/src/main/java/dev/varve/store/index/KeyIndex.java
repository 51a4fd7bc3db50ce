package dev.varve.store.index;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongPredicate;

/// The latest seq of every key, outside the heap: a hash table to find it, a tree for the order.
///
/// One writer, which brackets its changes with [#beginWrite] and [#endWrite]. [#latest] takes no
/// lock; walking keys waits at most for one group's changes.
public final class KeyIndex implements AutoCloseable {
  private static final byte[] NOTHING = {};

  final Pages pages;
  final HashTable table;
  final KeyTree tree;
  final long seed;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private volatile long keys;

  /// Whether the version at `seq` belongs to the key: hashes may meet.
  public interface Owner {
    boolean owns(long seq, int namespace, byte[] key);
  }

  /// An index of nothing.
  public KeyIndex() {
    this.pages = new Pages();
    pages.allocate(); // page 0 means none
    this.table = new HashTable(pages);
    this.tree = new KeyTree(pages);
    this.seed = new SecureRandom().nextLong();
  }

  /// An index as a checkpoint has it.
  KeyIndex(Pages pages, int[] directory, int root, long seed, long keys) {
    this.pages = pages;
    this.table = new HashTable(pages, directory);
    this.tree = new KeyTree(pages, root);
    this.seed = seed;
    this.keys = keys;
  }

  /// The seq of the key's latest version, 0 when there is none.
  public long latest(int namespace, byte[] key, Owner owner) {
    return table.get(hash(namespace, key), seq -> owner.owns(seq, namespace, key));
  }

  public void beginWrite() {
    lock.writeLock().lock();
  }

  public void endWrite() {
    lock.writeLock().unlock();
  }

  /// A version was published; `previous` is what the index had for the key, 0 for a new one.
  @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
  public void put(int namespace, byte[] key, long previous, long seq) {
    if (!table.put(hash(namespace, key), previous, seq)) {
      tree.add(name(namespace, key));
      keys++;
    }
  }

  /// Forgets a key of which no version is left.
  @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
  public void remove(int namespace, byte[] key, long seq) {
    tree.remove(name(namespace, key));
    table.remove(hash(namespace, key), seq);
    keys--;
  }

  /// Forgets every version that is gone, and every key of which none is left. Before others use the
  /// index.
  @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
  public void forget(LongPredicate gone, Owner owner) {
    byte[] from = {};
    for (List<byte[]> names = tree.from(from, 256);
        !names.isEmpty();
        names = tree.from(from, 256)) {
      for (byte[] name : names) {
        int namespace = ByteBuffer.wrap(name).getInt();
        byte[] key = Arrays.copyOfRange(name, 4, name.length);
        long hash = hash(namespace, key);
        for (long seq = gone(hash, gone); seq != 0; seq = gone(hash, gone)) {
          table.remove(hash, seq);
          keys--;
        }
        if (latest(namespace, key, owner) == 0) {
          tree.remove(name);
        }
      }
      from = Arrays.copyOf(names.getLast(), names.getLast().length + 1);
    }
  }

  private long gone(long hash, LongPredicate gone) {
    return table.get(hash, seq -> seq != 0 && gone.test(seq));
  }

  public long keys() {
    return keys;
  }

  /// Memory taken outside the heap.
  public long bytes() {
    return pages.bytes();
  }

  /// Up to `limit` keys of a namespace from `from` on, in order.
  public List<byte[]> keysFrom(int namespace, byte[] from, int limit) {
    List<byte[]> names;
    lock.readLock().lock();
    try {
      names = tree.from(name(namespace, from), limit);
    } finally {
      lock.readLock().unlock();
    }
    var found = new ArrayList<byte[]>(names.size());
    byte[] space = name(namespace, NOTHING);
    for (byte[] name : names) {
      if (!Arrays.equals(name, 0, 4, space, 0, 4)) {
        break;
      }
      found.add(Arrays.copyOfRange(name, 4, name.length));
    }
    return found;
  }

  /// Up to `most` keys of a namespace that cut it into about equal parts, in order.
  public List<byte[]> marks(int namespace, int most) {
    List<byte[]> all;
    lock.readLock().lock();
    try {
      all = tree.separators(name(namespace, NOTHING), name(namespace + 1, NOTHING), most);
    } finally {
      lock.readLock().unlock();
    }
    int count = Math.min(most, all.size());
    var marks = new ArrayList<byte[]>(count);
    for (int i = 1; i <= count; i++) {
      byte[] name = all.get((int) ((long) i * all.size() / (count + 1)));
      marks.add(Arrays.copyOfRange(name, 4, name.length));
    }
    return marks;
  }

  /// Runs while nothing changes.
  void still(Runnable work) {
    lock.readLock().lock();
    try {
      work.run();
    } finally {
      lock.readLock().unlock();
    }
  }

  private static byte[] name(int namespace, byte[] key) {
    var name = new byte[4 + key.length];
    for (int i = 0; i < 4; i++) {
      name[i] = (byte) (namespace >>> (24 - 8 * i));
    }
    System.arraycopy(key, 0, name, 4, key.length);
    return name;
  }

  /// Never 0. Seeded, so that nobody can choose keys that meet.
  private long hash(int namespace, byte[] key) {
    MemorySegment bytes = MemorySegment.ofArray(key);
    long hash = fold(seed ^ namespace, 0x9E3779B97F4A7C15L ^ key.length);
    int at = 0;
    for (; at + 8 <= key.length; at += 8) {
      hash = fold(hash ^ bytes.get(Pages.ANY_LONG, at), 0xA0761D6478BD642FL);
    }
    long rest = 0;
    for (int shift = 0; at < key.length; at++, shift += 8) {
      rest |= (key[at] & 0xFFL) << shift;
    }
    hash = fold(hash ^ rest, 0xE7037ED1A0B428DBL ^ seed);
    return hash == 0 ? 1 : hash;
  }

  private static long fold(long a, long b) {
    return (a * b) ^ Math.unsignedMultiplyHigh(a, b);
  }

  @Override
  public void close() {
    pages.close();
  }
}
