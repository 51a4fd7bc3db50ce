package dev.varve.http.websocket;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// The masking of RFC 6455 section 5.3, eight bytes at a time.
final class Mask {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private Mask() {}

  /// Masks or unmasks in place.
  ///
  /// @param key the four octets, first one highest
  /// @param offset how many octets of the payload came before
  static void apply(byte[] bytes, int from, int length, int key, long offset) {
    int turned = Integer.rotateLeft(key, (int) (offset & 3) * 8);
    long twice = ((long) turned << 32) | (turned & 0xffff_ffffL);
    int at = from;
    int end = from + length;
    for (; at + 8 <= end; at += 8) {
      LONG.set(bytes, at, (long) LONG.get(bytes, at) ^ twice);
    }
    for (int shift = 24; at < end; at++, shift -= 8) {
      bytes[at] ^= (byte) (turned >>> (shift & 31));
    }
  }
}
