package dev.varve.http.h1;

import dev.varve.http.Ascii;

/// Host and optional port, as Host fields and targets have them. Stricter than RFC 3986: no
/// userinfo, no empty host, only letters, digits and `-._~%` in names.
final class Authority {
  private static final int LONGEST_NAME = 255;

  private Authority() {}

  static boolean isValid(byte[] bytes, int from, int to) {
    int colon = portColon(bytes, from, to);
    int hostEnd = colon < 0 ? to : colon;
    return isHost(bytes, from, hostEnd) && (colon < 0 || isPort(bytes, colon + 1, to));
  }

  /// Where the colon before the port is, or -1.
  static int portColon(byte[] bytes, int from, int to) {
    for (int i = to - 1; i >= from; i--) {
      if (bytes[i] == ':') {
        return i;
      }
      if (bytes[i] == ']') {
        return -1;
      }
    }
    return -1;
  }

  /// Whether two authorities are the same, ports left out being the default one.
  static boolean agree(String one, String other, int defaultPort) {
    if (one.equalsIgnoreCase(other)) {
      return true;
    }
    return Ascii.lower(withoutPort(one, defaultPort))
        .equals(Ascii.lower(withoutPort(other, defaultPort)));
  }

  private static String withoutPort(String authority, int defaultPort) {
    String suffix = ":" + defaultPort;
    return authority.endsWith(suffix)
        ? authority.substring(0, authority.length() - suffix.length())
        : authority;
  }

  private static boolean isHost(byte[] bytes, int from, int to) {
    if (from == to || to - from > LONGEST_NAME) {
      return false;
    }
    if (bytes[from] == '[') {
      return bytes[to - 1] == ']' && isAddress(bytes, from + 1, to - 1);
    }
    for (int i = from; i < to; i++) {
      if (!isNameByte(bytes[i])) {
        return false;
      }
    }
    return true;
  }

  private static boolean isNameByte(byte each) {
    return (each >= 'a' && each <= 'z')
        || (each >= 'A' && each <= 'Z')
        || (each >= '0' && each <= '9')
        || each == '-'
        || each == '.'
        || each == '_'
        || each == '~'
        || each == '%';
  }

  private static boolean isAddress(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      byte each = bytes[i];
      boolean hex =
          (each >= '0' && each <= '9')
              || (each >= 'a' && each <= 'f')
              || (each >= 'A' && each <= 'F');
      if (!hex && each != ':' && each != '.') {
        return false;
      }
    }
    return to - from >= 2;
  }

  private static boolean isPort(byte[] bytes, int from, int to) {
    if (to - from > 5) {
      return false;
    }
    int port = 0;
    for (int i = from; i < to; i++) {
      if (bytes[i] < '0' || bytes[i] > '9') {
        return false;
      }
      port = port * 10 + bytes[i] - '0';
    }
    return port <= 65_535;
  }
}
