package dev.varve.store.log;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDictTrainer;
import com.github.luben.zstd.ZstdException;
import dev.varve.base.Digest;
import dev.varve.store.record.Entry;
import dev.varve.store.record.Unpacking;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/// Puts the values of superseded versions into compressed blocks, while a run of segments is
/// rewritten.
///
/// ```
/// block      = length:u32 raw:u32 crc:u32 dictionary:u32 frame padding
///              length of the frame, length of the values in it, CRC-32C of the frame, where the
///              dictionary starts in units of 8 bytes, 0 for none
/// frame      = a Zstandard frame without a checksum of its own; the values one behind the other
/// dictionary = length:u32 zero:u32 crc:u32 zero:u32 content padding
///              what Zstandard's trainer makes of some of the values; at most one in a segment
/// ```
///
/// Little endian, at multiples of 8. Values are taken in the order of their keys. Equal values are
/// in a segment once.
///
/// Reading one value unpacks its block, so a value has a block alone, with the dictionary for what
/// it has in common with others: 512 B take 0.65 us and 0.22 of their room. Together are values
/// that are too small for a block each, and the versions of a key that has many, which differ
/// little from each other and are mostly read together; their blocks are compressed lightly (no
/// entropy coding of what is not repeated): 16 KiB take 10 us, 15 of the stronger kind.
final class Packing {
  /// Smaller values stay where they are.
  static final int VALUE_MIN = 32;

  private static final int BLOCK = 1 << 10;
  private static final int BLOCK_OF_ONE_KEY = 64 << 10;
  private static final int SHARED_MIN = 64;
  private static final int LEVEL = -1;
  private static final int INDEX_BITS = 24;

  /// Values of these lengths have a block alone.
  private static final int ALONE_MIN = 128;

  private static final int ALONE_MAX = 4 << 10;
  private static final int LEVEL_ALONE = 1;

  /// Bytes of a key's versions from which on they are together.
  private static final int HISTORY_ALONE = 16 << 10;

  /// A larger dictionary unpacks no faster and spares no more: 0.22 from 2 KiB on.
  private static final int DICTIONARY = 4 << 10;

  /// Learning takes 25 ms, more with more values, and spares no more.
  private static final int SAMPLES = 128;

  private static final int LEARN_FROM = 128 << 10;
  private static final byte[] NOTHING = {};

  /// What is packed, by position.
  interface Source {
    Entry entry(long seq) throws IOException;
  }

  private final Unpacking unpacking = new Unpacking();
  private final Map<Digest, Integer> shared = new HashMap<>();
  private long[] order = new long[1024];
  private long[] seqs = new long[1024];
  private int count;
  private int[] blocks = {};
  private int[] skips = {};
  private byte[] raw = new byte[BLOCK_OF_ONE_KEY];
  private int used;

  /// Those that have a block each, by their place in the order.
  private final BitSet alone = new BitSet();

  /// Where it lies, in units of 8 bytes; 0 for none.
  private int dictionary;

  /// Whether there is native code for it on this machine.
  static boolean isPossible() {
    try (var probe = new ZstdCompressCtx()) {
      probe.setLevel(LEVEL);
      return true;
    } catch (LinkageError _) {
      return false;
    }
  }

  /// Adds a version, in the order of positions.
  void add(Entry entry) {
    if (count == seqs.length) {
      seqs = Arrays.copyOf(seqs, 2 * count);
      order = Arrays.copyOf(order, 2 * count);
    }
    long hash = (Arrays.hashCode(entry.key()) + 31L * entry.namespace()) * 0x9E3779B97F4A7C15L;
    seqs[count] = entry.seq();
    order[count] = (hash >>> INDEX_BITS << INDEX_BITS) | count;
    count++;
  }

  /// Writes the blocks.
  void write(Source source, Output out) throws IOException {
    blocks = new int[count];
    skips = new int[count];
    Arrays.sort(order, 0, count);
    chooseAlone(source);
    byte[] learnt = learnt(source);
    if (learnt.length == 0) {
      alone.clear();
    }
    try (var light = new ZstdCompressCtx();
        var strong = new ZstdCompressCtx()) {
      light.setLevel(LEVEL);
      strong.setLevel(LEVEL_ALONE);
      if (learnt.length > 0) {
        strong.loadDict(learnt);
        strong.setDictID(false);
        strong.setContentSize(false);
        dictionary = (int) (out.position() >>> 3);
        write(out, learnt, learnt.length, 0, 0);
      }
      long before = 0;
      for (int i = 0; i < count; i++) {
        long key = order[i] >>> INDEX_BITS;
        Entry entry = source.entry(seqs[index(i)]);
        if (isShared(index(i), entry)) {
          continue;
        }
        if (alone.get(i)) {
          close(out, light);
          placeAlone(index(i), entry, out, strong);
        } else {
          place(index(i), entry, key == before, out, light);
        }
        before = key;
      }
      close(out, light);
    }
    shared.clear();
    alone.clear();
  }

  private int index(int at) {
    return (int) (order[at] & ((1 << INDEX_BITS) - 1));
  }

  /// Where the versions of the key end that begin here.
  private int sameKey(int from) {
    int to = from + 1;
    while (to < count && order[to] >>> INDEX_BITS == order[from] >>> INDEX_BITS) {
      to++;
    }
    return to;
  }

  /// Takes the versions of keys that have few bytes of them.
  private void chooseAlone(Source source) throws IOException {
    for (int from = 0; from < count; ) {
      int to = sameKey(from);
      long bytes = 0;
      for (int i = from; i < to && bytes <= HISTORY_ALONE; i++) {
        Entry entry = source.entry(seqs[index(i)]);
        bytes += entry.valueLength();
        alone.set(i, isAlone(entry));
      }
      if (bytes > HISTORY_ALONE) {
        alone.clear(from, to);
      }
      from = to;
    }
  }

  private static boolean isAlone(Entry entry) {
    return !entry.isChunked()
        && entry.valueLength() >= ALONE_MIN
        && entry.valueLength() <= ALONE_MAX;
  }

  /// The dictionary that some of the values that are alone give, taken evenly; empty where they are
  /// few or have too little in common. It is made anew whenever the segment is: so nothing of an
  /// erased value is left in it.
  private byte[] learnt(Source source) throws IOException {
    int values = alone.cardinality();
    if (values < SAMPLES) {
      return NOTHING;
    }
    var trainer = new ZstdDictTrainer(LEARN_FROM, DICTIONARY);
    int step = values / SAMPLES;
    int passed = 0;
    for (int i = alone.nextSetBit(0); i >= 0; i = alone.nextSetBit(i + 1)) {
      if (passed++ % step == 0
          && !trainer.addSample(source.entry(seqs[index(i)]).value(unpacking))) {
        break;
      }
    }
    try {
      return trainer.trainSamples();
    } catch (ZstdException _) {
      return NOTHING;
    }
  }

  private boolean isShared(int index, Entry entry) {
    Integer equal = isSharable(entry) ? shared.get(entry.cid()) : null;
    if (equal == null) {
      return false;
    }
    blocks[index] = blocks[equal];
    skips[index] = skips[equal];
    return true;
  }

  private static boolean isSharable(Entry entry) {
    return entry.valueLength() >= SHARED_MIN && !entry.isChunked();
  }

  private void placeAlone(int index, Entry entry, Output out, ZstdCompressCtx zstd)
      throws IOException {
    byte[] value = entry.value(unpacking);
    blocks[index] = (int) (out.position() >>> 3);
    byte[] frame = zstd.compress(value);
    write(out, frame, frame.length, value.length, dictionary);
    if (isSharable(entry)) {
      shared.put(entry.cid(), index);
    }
  }

  private void place(int index, Entry entry, boolean sameKey, Output out, ZstdCompressCtx zstd)
      throws IOException {
    byte[] value = entry.value(unpacking);
    if (used > 0 && used + value.length > (sameKey ? BLOCK_OF_ONE_KEY : BLOCK)) {
      close(out, zstd);
    }
    if (used + value.length > raw.length) {
      raw = Arrays.copyOf(raw, used + value.length);
    }
    System.arraycopy(value, 0, raw, used, value.length);
    blocks[index] = (int) (out.position() >>> 3);
    skips[index] = used;
    used += value.length;
    if (isSharable(entry)) {
      shared.put(entry.cid(), index);
    }
  }

  private void close(Output out, ZstdCompressCtx zstd) throws IOException {
    if (used == 0) {
      return;
    }
    var frame = new byte[(int) Zstd.compressBound(used)];
    int length = zstd.compressByteArray(frame, 0, frame.length, raw, 0, used);
    write(out, frame, length, used, 0);
    used = 0;
  }

  private static void write(Output out, byte[] frame, int length, int raw, int dictionary)
      throws IOException {
    out.number(length);
    out.number(raw);
    out.number(Unpacking.crc(frame, length));
    out.number(dictionary);
    out.bytes(frame, length);
    out.align();
  }

  /// Where the value of the version added as number `index` went, in units of 8 bytes.
  int block(int index) {
    return blocks[index];
  }

  /// Where it starts in its block.
  int skip(int index) {
    return skips[index];
  }
}
