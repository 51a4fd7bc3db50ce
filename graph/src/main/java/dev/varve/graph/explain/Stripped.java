package dev.varve.graph.explain;

/// A path without its leading segments.
final class Stripped {
  private Stripped() {}

  /// The path itself when it does not start with these segments.
  static String of(String path, String prefix) {
    boolean starts =
        path.startsWith(prefix)
            && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/');
    if (!starts) {
      return path;
    }
    return path.length() == prefix.length() ? "/" : path.substring(prefix.length());
  }
}
