package dev.varve.http.h3;

import io.netty.buffer.ByteBuf;

/// Numbers of up to 62 bits, whose first two bits tell their length (RFC 9000 section 16).
final class Varint {
  /// The largest number there is.
  static final long MAX = (1L << 62) - 1;

  private static final int LENGTH_SHIFT = 6;

  private Varint() {}

  /// How many octets the number has that begins with this one.
  static int length(byte first) {
    return 1 << ((first & 0xff) >>> LENGTH_SHIFT);
  }

  /// Reads a number that is known to be whole.
  static long read(ByteBuf in) {
    byte first = in.readByte();
    long number = first & 0x3f;
    for (int i = length(first); i > 1; i--) {
      number = (number << 8) | in.readUnsignedByte();
    }
    return number;
  }

  static void write(ByteBuf out, long number) {
    if (number < 1 << 6) {
      out.writeByte((int) number);
    } else if (number < 1 << 14) {
      out.writeShort((int) number | 0x4000);
    } else if (number < 1 << 30) {
      out.writeInt((int) number | 0x8000_0000);
    } else {
      out.writeLong(number | 0xc000_0000_0000_0000L);
    }
  }

  /// How many octets [#write] takes.
  static int size(long number) {
    return number < 1 << 6 ? 1 : number < 1 << 14 ? 2 : number < 1 << 30 ? 4 : 8;
  }
}
