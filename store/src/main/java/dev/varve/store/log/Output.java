package dev.varve.store.log;

import dev.varve.store.disk.DiskFile;
import dev.varve.store.record.RecordLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Writes a file from its start to its end, in pieces that are on the device before the next one
/// begins: many megabytes at once would hold up those who wait for a sync of their own.
final class Output {
  private static final int PIECE = 256 << 10;

  private final DiskFile file;
  private final Compaction.Throttle throttle;
  private final ByteBuffer buffer;
  private long flushed;

  Output(DiskFile file, Compaction.Throttle throttle) {
    this.file = file;
    this.throttle = throttle;
    this.buffer =
        ByteBuffer.allocateDirect(PIECE + 2 * RecordLayout.RECORD_MAX)
            .order(ByteOrder.LITTLE_ENDIAN);
  }

  /// Where the next byte goes.
  long position() {
    return flushed + buffer.position();
  }

  void number(int value) {
    buffer.putInt(value);
  }

  void bytes(byte[] bytes, int length) throws IOException {
    buffer.put(bytes, 0, length);
    if (buffer.position() >= PIECE) {
      align();
      flush();
    }
  }

  /// Goes on at a multiple of 8.
  void align() {
    while ((position() & 7) != 0) {
      buffer.put((byte) 0);
    }
  }

  void flush() throws IOException {
    buffer.flip();
    int length = buffer.remaining();
    file.write(buffer, flushed);
    file.sync();
    buffer.clear();
    flushed += length;
    throttle.wrote(length);
  }
}
