package dev.varve.graph.path;

/// Brings the path of a request into the one form that every phase looks at, or refuses it. Pure;
/// any thread.
///
/// The form: starts with `/`; percent-encodings decoded once, except those of `/`, `%` and of bytes
/// that are not UTF-8, which stay encoded in capitals; no empty, `.` or `..` segments (a slash at
/// the end stays); characters beyond ASCII stand as themselves.
///
/// Refused, since a next hop could read them otherwise: control characters and NUL, backslashes,
/// broken encodings, encodings of encodings, dot segments with parameters (`..;/`) or behind an
/// encoded slash, and `..` above the root.
public final class CanonicalPath {
  private static final boolean[] PLAIN = plain();

  private CanonicalPath() {}

  /// @param raw the path of the request target as received, without query
  public static PathOutcome of(String raw) {
    return isCanonical(raw) ? new PathOutcome.Canonical(raw) : new PathReader(raw).read();
  }

  /// Whether the path already is what [#of] would make of it; most are. Allocates nothing.
  public static boolean isCanonical(String raw) {
    int length = raw.length();
    if (length == 0 || raw.charAt(0) != '/') {
      return false;
    }
    for (int i = 0; i < length; i++) {
      char c = raw.charAt(i);
      if (c >= PLAIN.length || !PLAIN[c]) {
        boolean stands = c == '/' && (i + 1 == length || !needsLook(raw.charAt(i + 1)));
        if (!stands) {
          return false;
        }
      }
    }
    return true;
  }

  /// Characters that stand for themselves wherever they are.
  private static boolean[] plain() {
    var plain = new boolean[0x7f];
    for (char c = ' ' + 1; c < plain.length; c++) {
      plain[c] = "/%\\;".indexOf(c) < 0;
    }
    return plain;
  }

  private static boolean needsLook(char first) {
    return first == '/' || first == '.';
  }

  /// The path as it is sent to a next hop: every byte that may not stand in a path is encoded, in
  /// capitals. Reading the result gives the same canonical path again.
  public static String encode(String canonical) {
    int i = 0;
    while (i < canonical.length() && stands(canonical.charAt(i))) {
      i++;
    }
    return i == canonical.length() ? canonical : PathWriter.encode(canonical, i);
  }

  static boolean stands(char c) {
    return c < 0x7f && (Character.isLetterOrDigit(c) || "/-._~!$&'()*+,;=:@%".indexOf(c) >= 0);
  }
}
