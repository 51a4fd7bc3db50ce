package dev.varve.http;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// What RFC 9110 calls a token, and comparisons that ignore the case of ASCII letters.
public final class Ascii {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long CASE = 0x2020202020202020L;
  private static final long SPACES = 0x2020202020202020L;
  private static final long DELETES = 0x7f7f7f7f7f7f7f7fL;
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;
  private static final boolean[] TOKEN = new boolean[256];

  static {
    for (char each : "!#$%&'*+-.^_`|~".toCharArray()) {
      TOKEN[each] = true;
    }
    for (int each = '0'; each <= '9'; each++) {
      TOKEN[each] = true;
    }
    for (int each = 'a'; each <= 'z'; each++) {
      TOKEN[each] = true;
      TOKEN[each - 32] = true;
    }
  }

  private Ascii() {}

  /// The first place from which a control character other than a tab may follow; `to` where there
  /// is none. Looks at eight bytes at a time.
  static int control(byte[] bytes, int from, int to) {
    int at = from;
    for (; at + 8 <= to; at += 8) {
      long word = (long) LONG.get(bytes, at);
      long low = (word - SPACES) & ~word;
      long delete = word ^ DELETES;
      if (((low | ((delete - ONES) & ~delete)) & HIGHS) != 0) {
        return at;
      }
    }
    return at;
  }

  /// Whether the byte may stand in a token.
  public static boolean isToken(byte each) {
    return TOKEN[each & 0xff];
  }

  /// Whether all bytes, and at least one, may stand in a token.
  public static boolean isToken(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!TOKEN[bytes[i] & 0xff]) {
        return false;
      }
    }
    return from < to;
  }

  /// Whether all characters, and at least one, may stand in a token.
  public static boolean isToken(String text) {
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
      if (each > 0x7f || !TOKEN[each]) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /// Letters A to Z as a to z, everything else as it is, whatever the machine's locale.
  public static String lower(String text) {
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
      if (each >= 'A' && each <= 'Z') {
        return lowered(text);
      }
    }
    return text;
  }

  private static String lowered(String text) {
    char[] chars = text.toCharArray();
    for (int i = 0; i < chars.length; i++) {
      if (chars[i] >= 'A' && chars[i] <= 'Z') {
        chars[i] = (char) (chars[i] + 32);
      }
    }
    return new String(chars);
  }

  /// One byte as [#lower(String)] would have it.
  public static int lower(byte each) {
    return each >= 'A' && each <= 'Z' ? each + 32 : each & 0xff;
  }

  /// Whether the bytes are `lower`, which is in lower case, whatever their own case.
  public static boolean equalsLower(byte[] lower, byte[] bytes, int offset, int length) {
    if (length != lower.length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (lower[i] != lower(bytes[offset + i])) {
        return false;
      }
    }
    return true;
  }

  /// Whether the bytes are `lower`, which is in lower case, whatever their own case.
  public static boolean equalsLower(String lower, byte[] bytes, int offset, int length) {
    if (length != lower.length()) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (lower.charAt(i) != lower(bytes[offset + i])) {
        return false;
      }
    }
    return true;
  }

  /// Whether the bytes are exactly this text.
  public static boolean equals(String text, byte[] bytes, int offset, int length) {
    if (length != text.length()) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (text.charAt(i) != (bytes[offset + i] & 0xff)) {
        return false;
      }
    }
    return true;
  }

  /// A number that is the same for names which differ only in case. Looks at the first and the last
  /// eight bytes, which tells all registered names apart; equality is always checked on the bytes.
  public static int hash(byte[] bytes, int offset, int length) {
    if (length >= 8) {
      long first = (long) LONG.get(bytes, offset) | CASE;
      long last = (long) LONG.get(bytes, offset + length - 8) | CASE;
      long mixed = (first * 0x9E3779B97F4A7C15L) ^ (last * 0xC2B2AE3D27D4EB4FL) ^ length;
      return (int) (mixed >>> 32) ^ (int) mixed;
    }
    int hash = length;
    for (int i = 0; i < length; i++) {
      hash = hash * 31 + (bytes[offset + i] | 0x20);
    }
    return hash;
  }
}
