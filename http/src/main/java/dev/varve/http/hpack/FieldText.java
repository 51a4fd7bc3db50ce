package dev.varve.http.hpack;

import dev.varve.http.Ascii;

/// What names and values may be made of (RFC 9113 section 8.2.1).
public final class FieldText {
  private FieldText() {}

  /// A token without capital letters.
  public static boolean isName(byte[] bytes, int from, int length) {
    for (int i = from; i < from + length; i++) {
      byte each = bytes[i];
      if (!Ascii.isToken(each) || (each >= 'A' && each <= 'Z')) {
        return false;
      }
    }
    return length > 0;
  }

  /// No control characters except tab, and no white space around it.
  public static boolean isValue(byte[] bytes, int from, int length) {
    if (length == 0) {
      return true;
    }
    if (isSpace(bytes[from]) || isSpace(bytes[from + length - 1])) {
      return false;
    }
    for (int i = from; i < from + length; i++) {
      byte each = bytes[i];
      if ((each >= 0 && each < 0x20 && each != '\t') || each == 0x7f) {
        return false;
      }
    }
    return true;
  }

  /// Visible ASCII only, at least one.
  public static boolean isVisible(byte[] bytes, int from, int length) {
    for (int i = from; i < from + length; i++) {
      if (bytes[i] <= 0x20 || bytes[i] == 0x7f) {
        return false;
      }
    }
    return length > 0;
  }

  private static boolean isSpace(byte each) {
    return each == ' ' || each == '\t';
  }
}
