package dev.varve.graph.match;

import java.util.Locale;

/// The host of a request as sites name it.
public final class Hosts {
  private Hosts() {}

  /// Without port, brackets and trailing dot, in lower case; the same instance when it already is
  /// so. International names are expected in their ASCII form, as requests carry them.
  ///
  /// @param authority value of Host or :authority
  public static String canonical(String authority) {
    int end = authority.length();
    int start = 0;
    if (authority.startsWith("[")) {
      int close = authority.indexOf(']');
      start = close < 0 ? 0 : 1;
      end = close < 0 ? end : close;
    } else {
      int colon = authority.lastIndexOf(':');
      boolean port = colon >= 0 && authority.indexOf(':') == colon;
      end = port ? colon : end;
      end = end > 0 && authority.charAt(end - 1) == '.' ? end - 1 : end;
    }
    String host =
        start == 0 && end == authority.length() ? authority : authority.substring(start, end);
    return isLower(host) ? host : host.toLowerCase(Locale.ROOT);
  }

  private static boolean isLower(String host) {
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      if ((c >= 'A' && c <= 'Z') || c >= 0x80) {
        return false;
      }
    }
    return true;
  }
}
