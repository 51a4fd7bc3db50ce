package dev.varve.http.h3;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.quic.QuicConnectionIdGenerator;
import java.nio.ByteBuffer;
import java.security.SecureRandom;

/// Ids of connections that tell the server, and nobody else, to which loop they belong:
///
///     id = number of the loop, hidden by a mask of the rest (2 octets) chance (18 octets)
///
/// So a client that comes from another address, and whose packets the kernel gives to another
/// socket, is still found. The mask keeps strangers from telling by its ids that a client which
/// moved is the same one (RFC 9000 section 5.1). Safe for use by all loops.
final class ConnectionIds {
  static final int OCTETS = 20;

  private static final int NUMBER_OCTETS = 2;
  private static final long SPREAD = 0x9e37_79b9_7f4a_7c15L;
  private static final int MASK_SHIFT = 48;

  private final SecureRandom chance = new SecureRandom();
  private final long key = chance.nextLong();

  /// A generator for one loop.
  QuicConnectionIdGenerator of(int loop) {
    return new QuicConnectionIdGenerator() {
      @Override
      public ByteBuffer newId(int length) {
        return fresh(loop);
      }

      @Override
      public ByteBuffer newId(ByteBuffer input, int length) {
        return fresh(loop);
      }

      @Override
      public int maxConnectionIdLength() {
        return OCTETS;
      }

      @Override
      public boolean isIdempotent() {
        return false;
      }
    };
  }

  private ByteBuffer fresh(int loop) {
    var id = new byte[OCTETS];
    chance.nextBytes(id);
    ByteBuffer buffer = ByteBuffer.wrap(id);
    buffer.putShort(0, (short) (loop ^ mask(buffer.getLong(NUMBER_OCTETS))));
    return buffer;
  }

  /// The loop an id belongs to; some number for an id that is not ours.
  int loop(ByteBuf id) {
    int at = id.readerIndex();
    return (id.getShort(at) ^ mask(id.getLong(at + NUMBER_OCTETS))) & 0xffff;
  }

  private int mask(long rest) {
    long mixed = (rest ^ key) * SPREAD;
    mixed = (mixed ^ (mixed >>> 29)) * (key | 1);
    return (int) (mixed >>> MASK_SHIFT) & 0xffff;
  }
}
