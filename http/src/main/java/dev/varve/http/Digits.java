package dev.varve.http;

import java.nio.ByteBuffer;

/// Numbers as text in byte arrays and buffers, without garbage.
public final class Digits {
  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  /// How many a long has at most.
  private static final int MOST = 19;

  private Digits() {}

  /// Writes the number, which is not negative, and returns where it ends.
  public static int write(byte[] into, int at, long number) {
    int end = at + length(number);
    long rest = number;
    for (int i = end - 1; i >= at; i--) {
      into[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    return end;
  }

  /// Writes the number, which is not negative.
  public static void write(ByteBuffer into, long number) {
    int at = into.position();
    int end = at + length(number);
    long rest = number;
    for (int i = end - 1; i >= at; i--) {
      into.put(i, (byte) ('0' + rest % 10));
      rest /= 10;
    }
    into.position(end);
  }

  /// Writes the number in hexadecimal without leading zeros.
  public static void writeHex(ByteBuffer into, int number) {
    int shift = number == 0 ? 0 : (31 - Integer.numberOfLeadingZeros(number)) & ~3;
    for (; shift >= 0; shift -= 4) {
      into.put(HEX[(number >>> shift) & 15]);
    }
  }

  /// How many decimal digits the number has, which is not negative.
  public static int length(long number) {
    int digits = 1;
    for (long next = 10; digits < MOST && number >= next; next *= 10) {
      digits++;
    }
    return digits;
  }

  /// The number these bytes write, digits only, or -1 when they are none or do not fit.
  public static long parse(byte[] bytes, int from, int to) {
    if (from == to || to - from > 19) {
      return -1;
    }
    long number = 0;
    for (int i = from; i < to; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number; // 19 digits may wrap round once, and then the result is negative
  }
}
