package dev.varve.http.compress;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// `gzip` (RFC 1952): a head, raw deflate, checksum and length.
final class GzipEncoder implements Transform {
  private static final byte[] HEAD = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};
  private static final int TAIL = 8;

  private final Deflater deflater;
  private final CRC32 checksum = new CRC32();
  private boolean begun;
  private boolean ended;

  GzipEncoder(int level) {
    deflater = new Deflater(level < 0 ? DeflateEncoder.LEVEL : level, true);
  }

  @Override
  public boolean step(ByteBuffer in, ByteBuffer out, Mode mode) {
    if (!begun) {
      begun = true;
      out.put(HEAD);
    }
    int from = in.position();
    boolean more = !deflater.finished() && DeflateEncoder.step(deflater, in, out, mode);
    checksum.update(in.duplicate().position(from).limit(in.position()));
    if (mode != Mode.FINISH || more || ended) {
      return more;
    }
    if (out.remaining() < TAIL) {
      return true;
    }
    ended = true;
    ByteOrder order = out.order();
    out.order(ByteOrder.LITTLE_ENDIAN)
        .putInt((int) checksum.getValue())
        .putInt((int) deflater.getBytesRead())
        .order(order);
    return false;
  }

  @Override
  public void close() {
    deflater.end();
  }
}
