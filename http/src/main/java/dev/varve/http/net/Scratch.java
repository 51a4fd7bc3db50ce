package dev.varve.http.net;

import java.util.Arrays;

/// Bytes gathered from many small pieces before they go where they belong, in an array that is used
/// again and again. Each loop has one ([Loop#scratch]); whoever begins with it must be done with it
/// before he calls anybody else.
///
/// A piece put here costs a third of one put into a direct buffer, and a head has twenty.
public final class Scratch {
  private static final int BYTES = 2 * 1024;
  private static final int KEPT_BYTES = 64 * 1024;

  /// Of a long.
  private static final int DIGITS_MOST = 19;

  private byte[] bytes = new byte[BYTES];
  private int length;

  Scratch() {}

  Scratch cleared() {
    length = 0;
    if (bytes.length > KEPT_BYTES) {
      bytes = new byte[BYTES];
    }
    return this;
  }

  /// What was gathered lies at the begin of this array; another one after any addition.
  public byte[] array() {
    return bytes;
  }

  /// How many bytes were gathered.
  public int length() {
    return length;
  }

  public void put(byte[] from) {
    put(from, 0, from.length);
  }

  public void put(byte[] from, int at, int count) {
    byte[] to = room(count);
    System.arraycopy(from, at, to, length, count);
    length += count;
  }

  /// Text of ISO-8859-1.
  public void put(String text) {
    int count = text.length();
    byte[] to = room(count);
    int at = length;
    for (int i = 0; i < count; i++) {
      to[at + i] = (byte) text.charAt(i);
    }
    length = at + count;
  }

  /// A number that is not negative, in decimal.
  public void put(long number) {
    int digits = 1;
    for (long next = 10; digits < DIGITS_MOST && number >= next; next *= 10) {
      digits++;
    }
    byte[] to = room(digits);
    long rest = number;
    for (int i = length + digits - 1; i >= length; i--) {
      to[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += digits;
  }

  private byte[] room(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
    return bytes;
  }
}
