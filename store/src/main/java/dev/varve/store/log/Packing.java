package dev.varve.store.log;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import dev.varve.base.Digest;
import dev.varve.store.record.Entry;
import dev.varve.store.record.Unpacking;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// Puts the values of superseded versions into compressed blocks, while a run of segments is
/// rewritten.
///
/// ```
/// block = length:u32 raw:u32 crc:u32 zero:u32 frame padding
///         length of the frame, length of the values in it, CRC-32C of the frame
/// frame = a Zstandard frame without a checksum of its own; the values one behind the other
/// ```
///
/// Little endian, at a multiple of 8. Values are taken in the order of their keys, so that versions
/// of one key, which differ little, lie in one block. Equal values are in it once. A block is small
/// and compressed lightly (no entropy coding of what is not repeated), because reading one value
/// unpacks it all: 1 KiB takes 1 us, 16 KiB of the stronger kind 15. It is larger where it holds a
/// single key's history, which is mostly read together.
final class Packing {
  /// Smaller values stay where they are.
  static final int VALUE_MIN = 32;

  private static final int BLOCK = 1 << 10;
  private static final int BLOCK_OF_ONE_KEY = 64 << 10;
  private static final int SHARED_MIN = 64;
  private static final int LEVEL = -1;
  private static final int INDEX_BITS = 24;

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
    try (var zstd = new ZstdCompressCtx()) {
      zstd.setLevel(LEVEL);
      long before = 0;
      for (int i = 0; i < count; i++) {
        long key = order[i] >>> INDEX_BITS;
        int index = (int) (order[i] & ((1 << INDEX_BITS) - 1));
        place(index, source.entry(seqs[index]), key == before, out, zstd);
        before = key;
      }
      close(out, zstd);
    }
    shared.clear();
  }

  private void place(int index, Entry entry, boolean sameKey, Output out, ZstdCompressCtx zstd)
      throws IOException {
    boolean sharable = entry.valueLength() >= SHARED_MIN && !entry.isChunked();
    Integer equal = sharable ? shared.get(entry.cid()) : null;
    if (equal != null) {
      blocks[index] = blocks[equal];
      skips[index] = skips[equal];
      return;
    }
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
    if (sharable) {
      shared.put(entry.cid(), index);
    }
  }

  private void close(Output out, ZstdCompressCtx zstd) throws IOException {
    if (used == 0) {
      return;
    }
    var frame = new byte[(int) Zstd.compressBound(used)];
    int length = zstd.compressByteArray(frame, 0, frame.length, raw, 0, used);
    out.number(length);
    out.number(used);
    out.number(Unpacking.crc(frame, length));
    out.number(0);
    out.bytes(frame, length);
    out.align();
    used = 0;
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
