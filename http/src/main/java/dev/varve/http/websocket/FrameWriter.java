package dev.varve.http.websocket;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Makes frames. A message is one frame; what it is made of was copied, since masking changes it.
final class FrameWriter {
  private static final int HEAD_MAX = 14;

  private final @Nullable Keys keys;

  /// @param keys where masks come from, for a client; null for a server, which does not mask
  FrameWriter(@Nullable Keys keys) {
    this.keys = keys;
  }

  /// A whole frame, ready to be read.
  ///
  /// @param first the bits of the first octet: FIN, RSV and opcode
  ByteBuffer frame(int first, byte[] payload, int from, int length) {
    var frame = ByteBuffer.allocate(HEAD_MAX + length);
    int mask = keys == null ? 0 : Opcode.MASKED;
    frame.put((byte) first);
    if (length < 126) {
      frame.put((byte) (mask | length));
    } else if (length < 65_536) {
      frame.put((byte) (mask | 126)).putShort((short) length);
    } else {
      frame.put((byte) (mask | 127)).putLong(length);
    }
    if (keys == null) {
      return frame.put(payload, from, length).flip();
    }
    int key = keys.next();
    frame.putInt(key);
    int start = frame.position();
    frame.put(payload, from, length);
    Mask.apply(frame.array(), start, length, key, 0);
    return frame.flip();
  }
}
