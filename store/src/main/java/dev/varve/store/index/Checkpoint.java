package dev.varve.store.index;

import dev.varve.store.disk.Disk;
import dev.varve.store.disk.DiskFile;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// The index as a file, so that opening a store need not read its history.
///
/// ```
/// checkpoint = header{4096} page{pages} directory counts
/// header     = "VARVEIDX" format:u32 crc:u32 store:u64 seq:u64 time:u64 seed:u64 keys:u64
///              pages:u32 root:u32 directory-length:u32 counts-length:u32 forgotten:u64 body-crc:u32
/// directory  = page:u32*       of the hash table
/// counts     = as the owner of the namespaces wrote them
/// crc        = CRC-32C of the header from store to body-crc;  body-crc of everything after it
/// forgotten  = keys that compaction had removed by then; not in format 1
/// ```
///
/// Little endian. It holds exactly what the log holds up to `seq`; the rest is read from the log. A
/// checkpoint that does not check is as good as none: the index is then rebuilt from the log.
public final class Checkpoint {
  static final String NAME = "index";
  private static final String FRESH = "index.new";
  private static final int FORMAT = 2;
  private static final int HEADER = Pages.SIZE;
  private static final int FIELDS = 84;
  private static final int FORMAT_1 = 1;
  private static final int FIELDS_1 = 76;
  private static final int BATCH = 16;

  /// Pages between two syncs, a multiple of [#BATCH].
  private static final int SYNCED = 64;

  private static final byte[] MAGIC = "VARVEIDX".getBytes(StandardCharsets.US_ASCII);

  private Checkpoint() {}

  /// What a checkpoint says.
  public record Loaded(KeyIndex index, Point point) {}

  /// The moment a checkpoint shows.
  ///
  /// @param store the mark of the store's files
  /// @param seq the last position in it
  /// @param time of that position
  /// @param forgotten how many keys compaction has removed so far; -1 when that is not known
  /// @param counts what the owner of the namespaces wants to remember; not copied
  @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
  public record Point(long store, long seq, long time, long forgotten, byte[] counts) {}

  /// A checkpoint being written. Begun where the writer stands still; filled while it goes on.
  public static final class Writing {
    private final Disk disk;
    private final KeyIndex index;
    private final DiskFile file;
    private final int pages;
    private final ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
    private final byte[] tail;
    private volatile @Nullable IOException failure;

    /// Begins; the caller holds the writer still.
    public static Writing begin(Disk disk, KeyIndex index, Point point) throws IOException {
      return new Writing(disk, index, point);
    }

    private Writing(Disk disk, KeyIndex index, Point point) throws IOException {
      this.disk = disk;
      this.index = index;
      this.pages = index.pages.used();
      int[] directory = index.table.directory();
      ByteBuffer end =
          ByteBuffer.allocate(4 * directory.length + point.counts().length)
              .order(ByteOrder.LITTLE_ENDIAN);
      for (int page : directory) {
        end.putInt(page);
      }
      this.tail = end.put(point.counts()).array();
      header.put(MAGIC).putInt(FORMAT).putInt(0).putLong(point.store());
      header.putLong(point.seq()).putLong(point.time());
      header.putLong(index.seed).putLong(index.keys()).putInt(pages).putInt(index.tree.root());
      header.putInt(directory.length).putInt(point.counts().length).putLong(point.forgotten());
      this.file = disk.create(FRESH, 0);
      index.pages.beginImage(this::write);
    }

    /// Called by the writer, too, which a disk that fails here must not stop: the failure is kept.
    private void write(int page, MemorySegment chunk, long offset) {
      if (failure != null) {
        return;
      }
      try {
        file.write(
            chunk.asSlice(offset, Pages.SIZE).asByteBuffer(), HEADER + (long) page * Pages.SIZE);
      } catch (IOException e) {
        failure = e;
      }
    }

    /// Copies the pages, a few at a time. They go to the device as they come: many megabytes at
    /// once would hold up those who wait for a sync of their own.
    public void fill() throws IOException {
      for (int page = 0; page < pages; page += BATCH) {
        int from = page;
        index.still(() -> index.pages.take(from, BATCH));
        if (page % SYNCED == 0) {
          file.sync();
        }
      }
      index.beginWrite();
      try {
        index.pages.endImage();
      } finally {
        index.endWrite();
      }
    }

    /// Puts the checkpoint in the place of the one before. The log must be durable up to its seq.
    public void finish() throws IOException {
      IOException failed = failure;
      if (failed != null) {
        throw failed;
      }
      long length = HEADER + (long) pages * Pages.SIZE;
      file.write(ByteBuffer.wrap(tail), length);
      try (var arena = Arena.ofConfined()) {
        header.putInt(bodyCrc(file.map(length + tail.length, arena)));
      }
      header.putInt(12, headerCrc(header.array(), FIELDS));
      file.write(header.clear(), 0);
      file.sync();
      file.close();
      disk.rename(FRESH, NAME);
      disk.syncNames();
    }

    /// Gives it up.
    public void abandon() throws IOException {
      index.beginWrite();
      try {
        index.pages.endImage();
      } finally {
        index.endWrite();
      }
      file.close();
      disk.delete(FRESH);
    }
  }

  /// The checkpoint of this store when there is a good one.
  public static Optional<Loaded> load(Disk disk, long store) throws IOException {
    if (!disk.list().contains(NAME)) {
      return Optional.empty();
    }
    try (var file = disk.open(NAME);
        var arena = Arena.ofConfined()) {
      long size = file.size();
      if (size < HEADER) {
        return Optional.empty();
      }
      MemorySegment memory = file.map(size, arena);
      var bytes = new byte[HEADER];
      MemorySegment.copy(memory, Pages.BYTE, 0, bytes, 0, HEADER);
      ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      int fields = header.getInt(8) == FORMAT_1 ? FIELDS_1 : FIELDS;
      boolean good =
          Arrays.equals(bytes, 0, 8, MAGIC, 0, 8)
              && (header.getInt(8) == FORMAT || header.getInt(8) == FORMAT_1)
              && header.getInt(12) == headerCrc(bytes, fields)
              && header.getLong(16) == store
              && header.getInt(fields - 4) == bodyCrc(memory);
      return good ? Optional.of(read(file, memory, header)) : Optional.empty();
    }
  }

  private static Loaded read(DiskFile file, MemorySegment memory, ByteBuffer header)
      throws IOException {
    int count = header.getInt(56);
    var pages = new Pages();
    pages.load(chunks(file, memory, count, pages.arena()), count);
    long at = HEADER + (long) count * Pages.SIZE;
    var directory = new int[header.getInt(64)];
    for (int i = 0; i < directory.length; i++) {
      directory[i] = memory.get(Pages.INT, at + 4L * i);
    }
    var counts = new byte[header.getInt(68)];
    MemorySegment.copy(memory, Pages.BYTE, at + 4L * directory.length, counts, 0, counts.length);
    var index =
        new KeyIndex(pages, directory, header.getInt(60), header.getLong(40), header.getLong(48));
    long forgotten = header.getInt(8) == FORMAT_1 ? -1 : header.getLong(72);
    var point =
        new Point(header.getLong(16), header.getLong(24), header.getLong(32), forgotten, counts);
    return new Loaded(index, point);
  }

  /// Whole chunks are mapped and read when first used; the last one is copied.
  private static MemorySegment[] chunks(DiskFile file, MemorySegment memory, int pages, Arena arena)
      throws IOException {
    long bytes = (long) pages * Pages.SIZE;
    var chunks = new MemorySegment[(int) ((bytes + Pages.CHUNK_BYTES - 1) / Pages.CHUNK_BYTES)];
    for (int i = 0; i < chunks.length; i++) {
      long start = HEADER + i * Pages.CHUNK_BYTES;
      long rest = bytes - i * Pages.CHUNK_BYTES;
      if (rest >= Pages.CHUNK_BYTES) {
        chunks[i] = file.mapPrivate(start, Pages.CHUNK_BYTES, arena);
      } else {
        chunks[i] = arena.allocate(Pages.CHUNK_BYTES, Pages.SIZE);
        MemorySegment.copy(memory, start, chunks[i], 0, rest);
      }
    }
    return chunks;
  }

  private static int headerCrc(byte[] header, int fields) {
    var crc = new CRC32C();
    crc.update(header, 16, fields - 16);
    return (int) crc.getValue();
  }

  private static int bodyCrc(MemorySegment memory) {
    var crc = new CRC32C();
    long step = 1L << 28;
    for (long at = HEADER; at < memory.byteSize(); at += step) {
      crc.update(memory.asSlice(at, Math.min(step, memory.byteSize() - at)).asByteBuffer());
    }
    return (int) crc.getValue();
  }
}
