package dev.varve.http.field;

import dev.varve.http.Ascii;

/// What keys and tokens are made of (RFC 9651 section 3).
final class Characters {
  private Characters() {}

  static boolean isKeyStart(int each) {
    return (each >= 'a' && each <= 'z') || each == '*';
  }

  static boolean isKeyPart(int each) {
    return isKeyStart(each) || isDigit(each) || each == '_' || each == '-' || each == '.';
  }

  static boolean isTokenStart(int each) {
    return isLetter(each) || each == '*';
  }

  static boolean isTokenPart(int each) {
    return each == ':' || each == '/' || (each > 0 && each < 0x7f && Ascii.isToken((byte) each));
  }

  static boolean isDigit(int each) {
    return each >= '0' && each <= '9';
  }

  static boolean isKey(String text) {
    return !text.isEmpty()
        && isKeyStart(text.charAt(0))
        && text.chars().allMatch(Characters::isKeyPart);
  }

  static boolean isToken(String text) {
    return !text.isEmpty()
        && isTokenStart(text.charAt(0))
        && text.chars().allMatch(Characters::isTokenPart);
  }

  private static boolean isLetter(int each) {
    return (each >= 'a' && each <= 'z') || (each >= 'A' && each <= 'Z');
  }
}
