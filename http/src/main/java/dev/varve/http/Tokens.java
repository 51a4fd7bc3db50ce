package dev.varve.http;

/// Comma-separated lists of tokens, such as the value of Connection.
final class Tokens {
  private Tokens() {}

  /// Whether the list in `bytes[from, to)` has the token, given in lower case.
  static boolean contains(byte[] bytes, int from, int to, String lower) {
    int start = from;
    while (start < to) {
      int comma = start;
      while (comma < to && bytes[comma] != ',') {
        comma++;
      }
      int first = skipSpace(bytes, start, comma);
      int last = comma;
      while (last > first && isSpace(bytes[last - 1])) {
        last--;
      }
      if (Ascii.equalsLower(lower, bytes, first, last - first)) {
        return true;
      }
      start = comma + 1;
    }
    return false;
  }

  private static int skipSpace(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && isSpace(bytes[at])) {
      at++;
    }
    return at;
  }

  private static boolean isSpace(byte each) {
    return each == ' ' || each == '\t';
  }
}
