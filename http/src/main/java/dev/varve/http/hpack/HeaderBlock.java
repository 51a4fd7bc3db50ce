package dev.varve.http.hpack;

import java.util.Arrays;

/// Bytes of one encoded header block: grows, is reused, belongs to one thread.
public final class HeaderBlock {
  private byte[] bytes;
  private int length;

  public HeaderBlock(int capacity) {
    bytes = new byte[capacity];
  }

  public byte[] bytes() {
    return bytes;
  }

  public int length() {
    return length;
  }

  public void clear() {
    length = 0;
  }

  public void put(int octet) {
    room(1);
    bytes[length++] = (byte) octet;
  }

  public void put(byte[] source, int from, int count) {
    room(count);
    System.arraycopy(source, from, bytes, length, count);
    length += count;
  }

  /// A number with a prefix of so many bits, `first` holding the bits before it (RFC 7541 section
  /// 5.1).
  public void integer(int first, int prefixBits, int number) {
    int mask = (1 << prefixBits) - 1;
    if (number < mask) {
      put(first | number);
      return;
    }
    put(first | mask);
    int rest = number - mask;
    while (rest >= 0x80) {
      put(rest | 0x80);
      rest >>>= 7;
    }
    put(rest);
  }

  /// A string, Huffman coded where that is shorter (RFC 7541 section 5.2).
  public void string(byte[] source, int from, int count) {
    int coded = Huffman.encodedLength(source, from, count);
    if (coded >= count) {
      plain(source, from, count);
      return;
    }
    integer(0x80, 7, coded);
    room(coded);
    length = Huffman.encode(source, from, count, bytes, length);
  }

  /// A string as it is.
  void plain(byte[] source, int from, int count) {
    integer(0, 7, count);
    put(source, from, count);
  }

  private void room(int count) {
    if (bytes.length - length < count) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count));
    }
  }
}
