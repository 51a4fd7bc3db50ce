package dev.varve.http.websocket;

/// Checks UTF-8 (RFC 3629) as it comes, so that a wrong byte is noticed when it arrives: no
/// overlong forms, no surrogates, nothing above U+10FFFF.
final class Utf8 {
  private int following;
  private int lowest = 0x80;
  private int highest = 0xbf;

  void reset() {
    following = 0;
    lowest = 0x80;
    highest = 0xbf;
  }

  /// Whether no character is cut off.
  boolean isComplete() {
    return following == 0;
  }

  /// Takes some bytes in; false when they can be no part of UTF-8.
  boolean accept(byte[] bytes, int from, int length) {
    for (int i = from; i < from + length; i++) {
      int each = bytes[i] & 0xff;
      if (following == 0) {
        if (each >= 0x80 && !lead(each)) {
          return false;
        }
      } else {
        if (each < lowest || each > highest) {
          return false;
        }
        following--;
        lowest = 0x80;
        highest = 0xbf;
      }
    }
    return true;
  }

  private boolean lead(int each) {
    if (each < 0xc2 || each > 0xf4) {
      return false;
    }
    following = each < 0xe0 ? 1 : each < 0xf0 ? 2 : 3;
    switch (each) {
      case 0xe0 -> lowest = 0xa0;
      case 0xed -> highest = 0x9f;
      case 0xf0 -> lowest = 0x90;
      case 0xf4 -> highest = 0x8f;
      default -> {}
    }
    return true;
  }
}
