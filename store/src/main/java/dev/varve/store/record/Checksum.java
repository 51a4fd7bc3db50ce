package dev.varve.store.record;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// CRC-32C of records, bound to the segment they lie in: a recycled file's earlier records never
/// pass. One thread at a time.
public final class Checksum {
  private final CRC32C crc = new CRC32C();
  private final byte[] bound = new byte[8];

  public int of(int segment, byte[] bytes, int start, int length) {
    begin(segment, length);
    crc.update(bytes, start + RecordLayout.SEQ, length - RecordLayout.SEQ);
    return (int) crc.getValue();
  }

  public int of(int segment, MemorySegment memory, long start, int length) {
    begin(segment, length);
    ByteBuffer body =
        memory.asSlice(start + RecordLayout.SEQ, length - RecordLayout.SEQ).asByteBuffer();
    crc.update(body);
    return (int) crc.getValue();
  }

  private void begin(int segment, int length) {
    crc.reset();
    for (int i = 0; i < 4; i++) {
      bound[i] = (byte) (segment >>> (8 * i));
      bound[4 + i] = (byte) (length >>> (8 * i));
    }
    crc.update(bound, 0, 8);
  }
}
