package dev.varve.store.log;

import dev.varve.base.Clock;
import dev.varve.store.disk.Disk;
import dev.varve.store.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Makes the segments the log goes on in: allocated, zeroed and durable before they are used, since
/// appending to a file that has to grow costs a third of the speed. The next one is made ahead, by
/// a thread in the background.
final class SegmentSupply {
  private static final long FIRST_BYTES = 1 << 20;

  /// However long a piece of zeros took.
  private static final long REST_NANOS_MAX = 10_000_000;

  private final Disk disk;
  private final long store;
  private final long segmentBytes;
  private @Nullable DiskFile ready;
  private int readyId;
  private long readySize;
  private int takenId;

  /// Whether a writer waits for the segment that is being made ready.
  private volatile boolean awaited;

  /// Which segment is ready, or was.
  private volatile int prepared;

  SegmentSupply(Disk disk, long store, long segmentBytes) {
    this.disk = disk;
    this.store = store;
    this.segmentBytes = segmentBytes;
  }

  long segmentBytes() {
    return segmentBytes;
  }

  /// Whether a segment was made ready.
  boolean isPrepared(int id) {
    return prepared >= id;
  }

  /// Makes the segment ready that will be taken next, unless it was taken meanwhile.
  ///
  /// @param before bytes of the segment before it
  synchronized void prepare(int id, long before) throws IOException {
    if (ready == null && id > takenId) {
      readySize = sizeAfter(before);
      ready = create(id, readySize, new Rests());
      readyId = id;
      prepared = id;
    }
  }

  /// A segment with room for at least `bytes` of records from position `first` on.
  ///
  /// @param before bytes in the segment before it
  Segment take(int id, int bytes, long before, long first) throws IOException {
    awaited = true;
    try {
      return taken(id, bytes, before, first);
    } finally {
      awaited = false;
    }
  }

  private synchronized Segment taken(int id, int bytes, long before, long first)
      throws IOException {
    long needed = align(bytes + (long) Segment.HEADER);
    long size = Math.max(sizeAfter(before), needed);
    DiskFile file = ready;
    ready = null;
    if (file != null && (readyId != id || readySize < needed)) {
      file.close();
      file = null;
    }
    takenId = id;
    return new Segment(id, file == null ? create(id, size, null) : file, first);
  }

  /// Gives up the segment that is ready: a smaller one is wanted.
  synchronized void discard() throws IOException {
    DiskFile file = ready;
    ready = null;
    prepared = 0;
    if (file != null) {
      file.close();
      disk.delete(Segment.name(readyId, 0));
    }
  }

  private DiskFile create(int id, long size, @Nullable Rests rests) throws IOException {
    String name = Segment.name(id, 0);
    DiskFile file = null;
    try {
      file = rests == null ? disk.create(name, size) : disk.create(name, size, rests);
      file.write(ByteBuffer.wrap(Segment.header(id, store)), 0);
      file.sync();
      disk.syncNames();
      return file;
    } catch (IOException e) {
      if (file != null) {
        file.close();
      }
      disk.delete(name);
      throw e;
    }
  }

  /// Small stores stay small: a segment is four times what the one before held, up to the full
  /// size.
  private long sizeAfter(long before) {
    return Math.min(segmentBytes, Math.max(FIRST_BYTES, align(4 * before)));
  }

  private static long align(long bytes) {
    return (bytes + 4095) & ~4095L;
  }

  /// Rests as long as each piece of zeros took: writers have half of the device meanwhile. Not
  /// while one waits for all of it.
  private final class Rests implements Runnable {
    private final Clock clock = Clock.SYSTEM;
    private long begin = clock.nanos();

    @Override
    public void run() {
      if (!awaited) {
        LockSupport.parkNanos(this, Math.min(clock.nanos() - begin, REST_NANOS_MAX));
      }
      begin = clock.nanos();
    }
  }
}
