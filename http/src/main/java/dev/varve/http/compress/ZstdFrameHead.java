package dev.varve.http.compress;

import java.nio.ByteBuffer;

/// The head of a zstd frame (RFC 8878 section 3.1.1), read before the library does: the window it
/// asks for is memory, and a few bytes could ask for 128 MiB.
final class ZstdFrameHead {
  /// RFC 9659: no coding over HTTP needs more.
  static final long WINDOW_MAX = 8L << 20;

  static final int LENGTH_MAX = 18;

  private static final int MAGIC = 0xfd2fb528;
  private static final int SKIPPABLE = 0x184d2a50;

  private final byte[] bytes = new byte[LENGTH_MAX];
  private int have;

  void clear() {
    have = 0;
  }

  /// Whether a part of a head was read.
  boolean isBegun() {
    return have > 0;
  }

  /// Takes the head off the buffer; true when it is complete.
  boolean read(ByteBuffer in) throws CodingException {
    while (in.hasRemaining() && have < length()) {
      bytes[have++] = in.get();
    }
    if (have < 5 || have < length()) {
      return false;
    }
    check();
    return true;
  }

  void copy(ByteBuffer out) {
    out.put(bytes, 0, have);
  }

  /// How long the head is, as far as that is known yet.
  private int length() throws CodingException {
    if (have < 5) {
      return 5;
    }
    int magic = little(0, 4);
    if ((magic & 0xffff_fff0) == SKIPPABLE) {
      return 8;
    }
    if (magic != MAGIC) {
      throw new CodingException("bytes are not zstd");
    }
    return 5 + (isSingleSegment() ? 0 : 1) + dictionaryLength() + sizeLength();
  }

  private void check() throws CodingException {
    if (little(0, 4) != MAGIC) {
      return;
    }
    long window;
    if (isSingleSegment()) {
      window = size();
    } else {
      int descriptor = bytes[5] & 0xff;
      long base = 1L << (10 + (descriptor >>> 3));
      window = base + base / 8 * (descriptor & 7);
    }
    if (window > WINDOW_MAX || window < 0) {
      throw new CodingException("zstd with a window over 8 MiB");
    }
  }

  private boolean isSingleSegment() {
    return (bytes[4] & 0x20) != 0;
  }

  private int dictionaryLength() {
    int flag = bytes[4] & 3;
    return flag == 3 ? 4 : flag;
  }

  private int sizeLength() {
    return switch ((bytes[4] & 0xff) >>> 6) {
      case 0 -> isSingleSegment() ? 1 : 0;
      case 1 -> 2;
      case 2 -> 4;
      default -> 8;
    };
  }

  private long size() {
    int length = sizeLength();
    int from = 5 + dictionaryLength();
    if (length == 8) {
      return (little(from, 4) & 0xffff_ffffL) | ((long) little(from + 4, 4) << 32);
    }
    return (little(from, length) & 0xffff_ffffL) + (length == 2 ? 256 : 0);
  }

  private int little(int from, int count) {
    int number = 0;
    for (int i = 0; i < count; i++) {
      number |= (bytes[from + i] & 0xff) << (8 * i);
    }
    return number;
  }
}
