package dev.varve.store.index;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Keys in the order of their bytes: a B+ tree over pages.
///
/// ```
/// page  = kind:u8 zero:u8 count:u16 free:u16 zero:u16 link:u32 zero:u32 slot{count} ... cell*
/// slot  = offset:u16 of a cell, in the order of the keys
/// cell  = leaf: length:u16 key                inner: child:u32 length:u16 key
/// kind  = 1 leaf, 2 inner
/// link  = leaf: the next leaf, 0 for none     inner: the child left of the first key
/// free  = where the lowest cell starts
/// ```
///
/// One writer; readers and writer are kept apart by the lock of [KeyIndex].
final class KeyTree {
  private static final int LEAF = 1;
  private static final int INNER = 2;
  private static final int COUNT = 2;
  private static final int FREE = 4;
  private static final int LINK = 8;
  private static final int HEADER = 16;
  private static final int HEIGHT_MAX = 24;

  private final Pages pages;
  private int root;

  KeyTree(Pages pages) {
    this.pages = pages;
    this.root = format(LEAF, 0);
  }

  KeyTree(Pages pages, int root) {
    this.pages = pages;
    this.root = root;
  }

  int root() {
    return root;
  }

  private int format(int kind, int link) {
    int page = pages.allocate();
    clear(page, kind, link);
    return page;
  }

  private void clear(int page, int kind, int link) {
    MemorySegment chunk = pages.chunk(page);
    long at = Pages.offset(page);
    chunk.set(Pages.BYTE, at, (byte) kind);
    chunk.set(Pages.SHORT, at + COUNT, (short) 0);
    chunk.set(Pages.SHORT, at + FREE, (short) Pages.SIZE);
    chunk.set(Pages.INT, at + LINK, link);
  }

  /// A view of one page; short-lived.
  private final class Node {
    final int page;
    final MemorySegment chunk;
    final long at;
    final boolean leaf;

    Node(int page) {
      this.page = page;
      this.chunk = pages.chunk(page);
      this.at = Pages.offset(page);
      this.leaf = chunk.get(Pages.BYTE, at) == LEAF;
    }

    int count() {
      return Short.toUnsignedInt(chunk.get(Pages.SHORT, at + COUNT));
    }

    int free() {
      return Short.toUnsignedInt(chunk.get(Pages.SHORT, at + FREE));
    }

    int link() {
      return chunk.get(Pages.INT, at + LINK);
    }

    private long cell(int index) {
      return at + Short.toUnsignedInt(chunk.get(Pages.SHORT, at + HEADER + 2L * index));
    }

    private int prefix() {
      return leaf ? 0 : 4;
    }

    int keyLength(int index) {
      return Short.toUnsignedInt(chunk.get(Pages.SHORT, cell(index) + prefix()));
    }

    byte[] key(int index) {
      var key = new byte[keyLength(index)];
      long start = cell(index) + prefix() + 2;
      MemorySegment.copy(chunk, Pages.BYTE, start, key, 0, key.length);
      return key;
    }

    /// The child left of key `index`.
    int child(int index) {
      return index == 0 ? link() : chunk.get(Pages.INT, cell(index - 1));
    }

    private int compare(int index, byte[] key) {
      long start = cell(index) + prefix() + 2;
      int length = keyLength(index);
      MemorySegment other = MemorySegment.ofArray(key);
      long differs = MemorySegment.mismatch(chunk, start, start + length, other, 0, key.length);
      if (differs < 0) {
        return 0;
      }
      if (differs >= length || differs >= key.length) {
        return Integer.compare(length, key.length);
      }
      return Byte.compareUnsigned(chunk.get(Pages.BYTE, start + differs), key[(int) differs]);
    }

    /// The index of the first key that is not smaller.
    int lowerBound(byte[] key) {
      int low = 0;
      int high = count();
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (compare(middle, key) < 0) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }

    boolean holds(int index, byte[] key) {
      return index < count() && compare(index, key) == 0;
    }

    /// Which child leads to the key.
    int childFor(byte[] key) {
      int index = lowerBound(key);
      return holds(index, key) ? index + 1 : index;
    }

    boolean hasRoom(int keyLength) {
      return free() - (HEADER + 2 * count()) >= prefix() + 2 + keyLength + 2;
    }

    void insert(int index, byte[] key, int child) {
      int count = count();
      int start = free() - prefix() - 2 - key.length;
      if (!leaf) {
        chunk.set(Pages.INT, at + start, child);
      }
      chunk.set(Pages.SHORT, at + start + prefix(), (short) key.length);
      MemorySegment.copy(key, 0, chunk, Pages.BYTE, at + start + prefix() + 2, key.length);
      long slot = at + HEADER + 2L * index;
      MemorySegment.copy(chunk, slot, chunk, slot + 2, 2L * (count - index));
      chunk.set(Pages.SHORT, slot, (short) start);
      chunk.set(Pages.SHORT, at + COUNT, (short) (count + 1));
      chunk.set(Pages.SHORT, at + FREE, (short) start);
    }

    void remove(int index) {
      int count = count();
      long slot = at + HEADER + 2L * index;
      MemorySegment.copy(chunk, slot + 2, chunk, slot, 2L * (count - index - 1));
      chunk.set(Pages.SHORT, at + COUNT, (short) (count - 1));
    }
  }

  /// Adds a key, unless it is there.
  void add(byte[] key) {
    var path = new int[HEIGHT_MAX];
    int height = 0;
    var node = new Node(root);
    while (!node.leaf) {
      path[height++] = node.page;
      node = new Node(node.child(node.childFor(key)));
    }
    byte[] separator = key;
    int child = 0;
    while (true) {
      int index = node.lowerBound(separator);
      if (node.leaf && node.holds(index, separator)) {
        return;
      }
      pages.touch(node.page);
      if (node.hasRoom(separator.length)) {
        node.insert(index, separator, child);
        return;
      }
      Split split = split(node, index, separator, child);
      if (height == 0) {
        root = format(INNER, node.page);
        new Node(root).insert(0, split.separator, split.right);
        return;
      }
      separator = split.separator;
      child = split.right;
      node = new Node(path[--height]);
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
  private record Split(byte[] separator, int right) {}

  /// Spreads the cells and one more over the page and a new one to its right.
  private Split split(Node node, int index, byte[] key, int child) {
    int count = node.count();
    var keys = new ArrayList<byte[]>(count + 1);
    var children = new ArrayList<Integer>(count + 1);
    for (int i = 0; i < count; i++) {
      keys.add(node.key(i));
      children.add(node.leaf ? 0 : node.child(i + 1));
    }
    keys.add(index, key);
    children.add(index, child);
    int middle = middle(keys, index == count && node.leaf);
    boolean leaf = node.leaf;
    int right = format(leaf ? LEAF : INNER, leaf ? node.link() : children.get(middle));
    clear(node.page, leaf ? LEAF : INNER, leaf ? right : node.link());
    fill(node.page, keys, children, 0, middle);
    fill(right, keys, children, leaf ? middle : middle + 1, keys.size());
    return new Split(keys.get(middle), right);
  }

  private void fill(int page, List<byte[]> keys, List<Integer> children, int from, int to) {
    var node = new Node(page);
    for (int i = from; i < to; i++) {
      node.insert(i - from, keys.get(i), children.get(i));
    }
  }

  /// Where to split: by bytes in half, or near the end when keys come in order. Never so late that
  /// the left part and a longest key more would not fit a page.
  private static int middle(List<byte[]> keys, boolean rising) {
    int total = 0;
    for (byte[] key : keys) {
      total += key.length + 8;
    }
    int wanted = rising ? Math.min(total * 9 / 10, 3000) : total / 2;
    int sum = 0;
    for (int i = 0; i < keys.size() - 1; i++) {
      sum += keys.get(i).length + 8;
      if (sum >= wanted) {
        return Math.max(1, Math.min(i + 1, keys.size() - 1));
      }
    }
    return keys.size() - 1;
  }

  void remove(byte[] key) {
    Node leaf = leafOf(key);
    int index = leaf.lowerBound(key);
    if (leaf.holds(index, key)) {
      pages.touch(leaf.page);
      leaf.remove(index);
    }
  }

  private Node leafOf(byte[] key) {
    var node = new Node(root);
    while (!node.leaf) {
      node = new Node(node.child(node.childFor(key)));
    }
    return node;
  }

  /// Keys between two that pages meet at, in order: of as few levels from the root down as give
  /// enough of them.
  List<byte[]> separators(byte[] from, byte[] to, int enough) {
    var found = new ArrayList<byte[]>();
    boolean all = false;
    for (int levels = 1; !all && found.size() < enough; levels++) {
      found.clear();
      all = separators(new Node(root), levels, new Between(from, to), found);
    }
    return found;
  }

  @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
  private record Between(byte[] from, byte[] to) {}

  /// Says whether there are no more levels below these.
  private boolean separators(Node node, int levels, Between range, List<byte[]> found) {
    if (node.leaf || levels == 0) {
      return node.leaf;
    }
    boolean all = true;
    int first = node.childFor(range.from);
    for (int i = first; i <= node.count(); i++) {
      if (i > first) {
        byte[] before = node.key(i - 1);
        if (Arrays.compareUnsigned(before, range.to) >= 0) {
          break;
        }
        found.add(before);
      }
      all &= separators(new Node(node.child(i)), levels - 1, range, found);
    }
    return all;
  }

  /// Up to `limit` keys from `from` on.
  List<byte[]> from(byte[] from, int limit) {
    var found = new ArrayList<byte[]>();
    Node leaf = leafOf(from);
    int index = leaf.lowerBound(from);
    while (found.size() < limit) {
      if (index < leaf.count()) {
        found.add(leaf.key(index++));
      } else if (leaf.link() == 0) {
        break;
      } else {
        leaf = new Node(leaf.link());
        index = 0;
      }
    }
    return found;
  }
}
