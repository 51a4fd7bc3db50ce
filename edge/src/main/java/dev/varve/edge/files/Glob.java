package dev.varve.edge.files;

/// A pattern over paths: `*` is anything but a slash, `**` anything, `?` one character but a slash.
/// A pattern without a slash is compared with the last segment only. Takes at most pattern times
/// path steps.
public final class Glob {
  private final String pattern;
  private final boolean lastSegment;

  public Glob(String pattern) {
    this.pattern = pattern;
    this.lastSegment = pattern.indexOf('/') < 0;
  }

  /// @param path begins with a slash
  public boolean matches(String path) {
    String text = lastSegment ? path.substring(path.lastIndexOf('/') + 1) : path;
    // reached[j]: the pattern so far can have taken j characters of the text.
    var reached = new boolean[text.length() + 1];
    reached[0] = true;
    for (int i = 0; i < pattern.length(); i++) {
      char each = pattern.charAt(i);
      if (each == '*') {
        boolean any = i + 1 < pattern.length() && pattern.charAt(i + 1) == '*';
        i += any ? 1 : 0;
        star(reached, text, any);
      } else {
        step(reached, text, each);
      }
    }
    return reached[text.length()];
  }

  private static void star(boolean[] reached, String text, boolean any) {
    for (int j = 1; j < reached.length; j++) {
      reached[j] |= reached[j - 1] && (any || text.charAt(j - 1) != '/');
    }
  }

  private static void step(boolean[] reached, String text, char each) {
    for (int j = reached.length - 1; j > 0; j--) {
      char at = text.charAt(j - 1);
      reached[j] = reached[j - 1] && (at == each || (each == '?' && at != '/'));
    }
    reached[0] = false;
  }

  @Override
  public String toString() {
    return pattern;
  }
}
