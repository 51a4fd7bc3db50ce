package dev.varve.http.websocket;

import java.util.Arrays;
import java.util.zip.Deflater;

/// Compresses messages (RFC 7692 section 7.2.1). To be closed: it holds memory outside of the heap.
final class MessageDeflater implements AutoCloseable {
  private static final int TAIL = 4;

  private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
  private final boolean forgets;
  private byte[] out = new byte[512];

  MessageDeflater(boolean forgets) {
    this.forgets = forgets;
  }

  /// Compresses a message into [#bytes]; returns its length.
  int deflate(byte[] message, int from, int length) {
    deflater.setInput(message, from, length);
    int end = 0;
    int made;
    do {
      if (end == out.length) {
        out = Arrays.copyOf(out, out.length * 2);
      }
      made = deflater.deflate(out, end, out.length - end, Deflater.SYNC_FLUSH);
      end += made;
    } while (end == out.length || (made > 0 && !deflater.needsInput()));
    if (forgets) {
      deflater.reset();
    }
    // The flush ends with 00 00 ff ff, which is not sent.
    return end - TAIL;
  }

  byte[] bytes() {
    return out;
  }

  @Override
  public void close() {
    deflater.end();
  }
}
