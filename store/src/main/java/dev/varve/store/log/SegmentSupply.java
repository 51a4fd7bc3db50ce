package dev.varve.store.log;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Makes the segments the log goes on in: allocated, zeroed and durable before they are used, since
/// appending to a file that has to grow costs a third of the speed.
final class SegmentSupply {
  private static final long FIRST_BYTES = 1 << 20;

  private final Disk disk;
  private final long store;
  private final long segmentBytes;

  SegmentSupply(Disk disk, long store, long segmentBytes) {
    this.disk = disk;
    this.store = store;
    this.segmentBytes = segmentBytes;
  }

  /// A segment with room for at least `bytes` of records.
  Segment take(int id, int bytes) throws IOException {
    long size = Math.max(sizeOf(id), align(bytes + (long) Segment.HEADER));
    String name = Segment.name(id);
    var file = disk.create(name, size);
    try {
      file.write(ByteBuffer.wrap(Segment.header(id, store)), 0);
      file.sync();
      disk.syncNames();
      return new Segment(id, file);
    } catch (IOException e) {
      file.close();
      disk.delete(name);
      throw e;
    }
  }

  /// Small stores stay small: each segment is four times the one before, up to the full size.
  private long sizeOf(int id) {
    int doublings = Math.min(2 * (id - 1), 40);
    return Math.min(segmentBytes, FIRST_BYTES << doublings);
  }

  private static long align(long bytes) {
    return (bytes + 4095) & ~4095L;
  }
}
