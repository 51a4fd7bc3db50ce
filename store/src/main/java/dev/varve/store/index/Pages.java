package dev.varve.store.index;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Memory outside the heap in pages of 4 KiB, of which an image can be taken while it changes.
///
/// One writer. Whoever changes a page says so first with [#touch]: while an image is being taken, a
/// page that is not in it yet goes there as it was. So the image shows one moment, and neither side
/// waits for the other longer than a few pages take. Touching, taking and the changes themselves
/// are kept apart by the lock of [KeyIndex].
final class Pages implements AutoCloseable {
  static final int SIZE = 4096;
  private static final int CHUNK_SHIFT = 8;
  private static final int CHUNK_PAGES = 1 << CHUNK_SHIFT;
  static final long CHUNK_BYTES = (long) CHUNK_PAGES * SIZE;

  static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfLong ANY_LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

  private final Arena arena = Arena.ofShared();
  private volatile MemorySegment[] chunks = new MemorySegment[0];
  private int used;
  private @Nullable Image image;

  /// Takes pages as they were when the image began.
  interface Sink {
    void page(int page, MemorySegment chunk, long offset);
  }

  private static final class Image {
    final int pages;
    final long[] taken;
    final Sink sink;

    Image(int pages, Sink sink) {
      this.pages = pages;
      this.taken = new long[(pages + 63) >>> 6];
      this.sink = sink;
    }
  }

  Arena arena() {
    return arena;
  }

  int used() {
    return used;
  }

  long bytes() {
    return chunks.length * CHUNK_BYTES;
  }

  MemorySegment chunk(int page) {
    return chunks[page >>> CHUNK_SHIFT];
  }

  static long offset(int page) {
    return (long) (page & (CHUNK_PAGES - 1)) * SIZE;
  }

  /// A page of zeros.
  int allocate() {
    if (used == chunks.length * CHUNK_PAGES) {
      adopt(chunks.length == 0 ? firstChunk() : arena.allocate(CHUNK_BYTES, SIZE));
    }
    return used++;
  }

  /// The arena clears memory in a loop of Java, which an interpreter runs for 6 ms when a program
  /// starts; a direct buffer is cleared by the C library. It lives as long as the arena, like the
  /// others.
  @SuppressWarnings("restricted")
  private MemorySegment firstChunk() {
    var buffer = ByteBuffer.allocateDirect(Math.toIntExact(CHUNK_BYTES + SIZE)).alignedSlice(SIZE);
    return MemorySegment.ofBuffer(buffer)
        .asSlice(0, CHUNK_BYTES)
        .reinterpret(arena, _ -> buffer.clear()); // what holds the buffer
  }

  /// Adds ready memory at the end.
  private void adopt(MemorySegment chunk) {
    MemorySegment[] more = Arrays.copyOf(chunks, chunks.length + 1);
    more[chunks.length] = chunk;
    chunks = more;
  }

  /// Takes up pages from a checkpoint, chunk by chunk, before anything else is done.
  void load(MemorySegment[] loaded, int pages) {
    chunks = loaded;
    used = pages;
  }

  /// Says that a page is about to change.
  void touch(int page) {
    if (image != null) {
      take(image, page);
    }
  }

  private void take(Image into, int page) {
    if (page < into.pages && (into.taken[page >>> 6] & (1L << page)) == 0) {
      into.taken[page >>> 6] |= 1L << page;
      into.sink.page(page, chunk(page), offset(page));
    }
  }

  /// Begins an image of the pages there are.
  void beginImage(Sink sink) {
    image = new Image(used, sink);
  }

  /// Takes up to `count` pages from `from` on into the image.
  void take(int from, int count) {
    Image into = image;
    if (into != null) {
      for (int page = from; page < Math.min(from + count, into.pages); page++) {
        take(into, page);
      }
    }
  }

  void endImage() {
    image = null;
  }

  @Override
  public void close() {
    arena.close();
  }
}
