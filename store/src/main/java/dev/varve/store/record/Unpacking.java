package dev.varve.store.record;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.store.problem.StoreCode;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// Reads packed values. Remembers the block read last, since the versions of a key lie together.
/// One thread at a time.
///
/// The compressed bytes are copied before native code sees them: the memory they lie in may be
/// taken away by compaction, which only Java's own access to it survives.
public final class Unpacking {
  /// Bytes before the frame of a block.
  public static final int HEADER = 16;

  /// Most bytes of values in a block.
  public static final int RAW_MAX = RecordLayout.VALUE_MAX + (64 << 10);

  /// Making one costs three times what reading a block does, so a few are kept, for all stores.
  private static final ArrayBlockingQueue<ZstdDecompressCtx> CONTEXTS = new ArrayBlockingQueue<>(8);

  private @Nullable MemorySegment memory;
  private long offset;
  private byte[] values = {};

  /// @param from the segment's memory
  /// @param block where the block starts in it
  /// @param skip where the value starts in the block
  byte[] value(MemorySegment from, long block, int skip, int length) {
    if (block != offset || !from.equals(memory)) {
      values = read(from, block);
      memory = from;
      offset = block;
    }
    if (skip < 0 || length < 0 || skip + length > values.length) {
      throw damaged(block);
    }
    return Arrays.copyOfRange(values, skip, skip + length);
  }

  private static byte[] read(MemorySegment memory, long block) {
    if (block < 0 || block + HEADER > memory.byteSize()) {
      throw damaged(block);
    }
    int length = memory.get(Entry.INT, block);
    int raw = memory.get(Entry.INT, block + 4);
    long start = block + HEADER;
    boolean possible =
        length > 0 && raw > 0 && raw <= RAW_MAX && length <= memory.byteSize() - start;
    if (!possible) {
      throw damaged(block);
    }
    byte[] frame = memory.asSlice(start, length).toArray(ValueLayout.JAVA_BYTE);
    var values = new byte[raw];
    boolean intact = memory.get(Entry.INT, block + 8) == crc(frame, length);
    if (!intact || decompress(frame, values) != raw) {
      throw damaged(block);
    }
    return values;
  }

  /// The checksum of a block's frame.
  public static int crc(byte[] frame, int length) {
    var crc = new CRC32C();
    crc.update(frame, 0, length);
    return (int) crc.getValue();
  }

  /// How many bytes came out; 0 when the frame is damaged.
  private static int decompress(byte[] frame, byte[] values) {
    ZstdDecompressCtx idle = CONTEXTS.poll();
    ZstdDecompressCtx context = idle == null ? new ZstdDecompressCtx() : idle;
    try {
      return context.decompressByteArray(values, 0, values.length, frame, 0, frame.length);
    } catch (ZstdException _) {
      return 0;
    } finally {
      if (!CONTEXTS.offer(context)) {
        context.close();
      }
    }
  }

  private static Failure damaged(long block) {
    return new Failure(
        Problem.of(
            StoreCode.DAMAGED,
            "the packed values at byte " + block + " of a segment must be readable, but are not",
            "run 'varve db verify' to find which, then restore them from a backup"));
  }
}
