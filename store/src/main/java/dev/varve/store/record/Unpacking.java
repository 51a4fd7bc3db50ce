package dev.varve.store.record;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdDictDecompress;
import com.github.luben.zstd.ZstdException;
import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.store.problem.StoreCode;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
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
  private static final ArrayBlockingQueue<ZstdDecompressCtx> PLAIN = new ArrayBlockingQueue<>(8);

  /// The same for blocks with a dictionary, which stays set.
  private static final ArrayBlockingQueue<ZstdDecompressCtx> LEARNT = new ArrayBlockingQueue<>(8);

  /// The dictionaries of segments that are read; those of segments that went are let go of.
  private static final ConcurrentHashMap<MemorySegment, ZstdDictDecompress> DICTIONARIES =
      new ConcurrentHashMap<>();

  private @Nullable MemorySegment memory;
  private long offset;
  private byte[] values = {};

  /// @param from the segment's memory
  /// @param block where the block starts in it
  /// @param skip where the value starts in the block
  byte[] value(MemorySegment from, long block, int skip, int length) {
    if (block != offset || !from.equals(memory)) {
      byte[] found = read(from, block);
      if (skip == 0 && length == found.length) {
        return found; // alone in its block: nobody needs it again
      }
      values = found;
      memory = from;
      offset = block;
    }
    if (skip < 0 || length < 0 || skip + length > values.length) {
      throw damaged(block);
    }
    return Arrays.copyOfRange(values, skip, skip + length);
  }

  private static byte[] read(MemorySegment memory, long block) {
    byte[] frame = frame(memory, block);
    int raw = memory.get(Entry.INT, block + 4);
    if (raw <= 0 || raw > RAW_MAX) {
      throw damaged(block);
    }
    var values = new byte[raw];
    long dictionary = Integer.toUnsignedLong(memory.get(Entry.INT, block + 12)) << 3;
    int length =
        dictionary == 0
            ? decompress(PLAIN, null, frame, values)
            : decompress(LEARNT, dictionary(memory, dictionary), frame, values);
    if (length != raw) {
      throw damaged(block);
    }
    return values;
  }

  /// The bytes behind the header of a block, which match their checksum.
  private static byte[] frame(MemorySegment memory, long block) {
    if (block < 0 || block + HEADER > memory.byteSize()) {
      throw damaged(block);
    }
    int length = memory.get(Entry.INT, block);
    if (length <= 0 || length > memory.byteSize() - block - HEADER) {
      throw damaged(block);
    }
    var frame = new byte[length];
    MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, block + HEADER, frame, 0, length);
    if (memory.get(Entry.INT, block + 8) != crc(frame, length)) {
      throw damaged(block);
    }
    return frame;
  }

  private static ZstdDictDecompress dictionary(MemorySegment memory, long place) {
    ZstdDictDecompress known = DICTIONARIES.get(memory);
    if (known != null) {
      return known;
    }
    var made = new ZstdDictDecompress(frame(memory, place));
    ZstdDictDecompress before = DICTIONARIES.putIfAbsent(memory, made);
    if (before != null) {
      made.close();
      return before;
    }
    if (!memory.scope().isAlive()) {
      forget(memory); // it went meanwhile, and with it whoever would have said so
    }
    return made;
  }

  /// Lets go of what is kept of a segment whose memory was taken away. Who is still unpacking with
  /// it goes on, then it is the collector's.
  public static void forget(MemorySegment memory) {
    DICTIONARIES.remove(memory);
  }

  /// The checksum of a block's frame.
  public static int crc(byte[] frame, int length) {
    var crc = new CRC32C();
    crc.update(frame, 0, length);
    return (int) crc.getValue();
  }

  /// How many bytes came out; 0 when the frame is damaged.
  private static int decompress(
      ArrayBlockingQueue<ZstdDecompressCtx> contexts,
      @Nullable ZstdDictDecompress dictionary,
      byte[] frame,
      byte[] values) {
    ZstdDecompressCtx idle = contexts.poll();
    ZstdDecompressCtx context = idle == null ? new ZstdDecompressCtx() : idle;
    try {
      if (dictionary != null) {
        context.loadDict(dictionary);
      }
      return context.decompressByteArray(values, 0, values.length, frame, 0, frame.length);
    } catch (ZstdException _) {
      return 0;
    } finally {
      if (!contexts.offer(context)) {
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
