package dev.varve.graph.check;

/// What can be said of regular expressions over paths without deciding whether one covers another,
/// which is too dear to do and to explain: whether two are the same, and what every path that one
/// matches begins with.
final class Expressions {
  private static final String ANYTHING = ".*";

  private Expressions() {}

  /// Whether every path that `narrow` matches is one that `wide` matches; no where it cannot know.
  static boolean covers(String wide, String narrow) {
    String plain = plain(wide);
    if (plain.equals(plain(narrow)) || plain.equals(ANYTHING)) {
      return true;
    }
    if (!plain.endsWith(ANYTHING)) {
      return false;
    }
    String before = plain.substring(0, plain.length() - ANYTHING.length());
    String start = start(before);
    return isLiteral(before) && start(narrow).startsWith(start);
  }

  /// Paths are matched whole, so anchors say nothing.
  private static String plain(String regex) {
    String open = regex.startsWith("^") ? regex.substring(1) : regex;
    boolean anchored = open.endsWith("$") && !open.endsWith("\\$");
    return anchored ? open.substring(0, open.length() - 1) : open;
  }

  private static boolean isLiteral(String regex) {
    return scan(regex).at == regex.length();
  }

  /// What every path that the expression matches begins with.
  static String start(String regex) {
    String plain = plain(regex);
    String literal = plain.indexOf('|') >= 0 ? "" : scan(plain).literal;
    return literal.isEmpty() ? "/" : literal;
  }

  private record Scanned(String literal, int at) {}

  /// Reads characters that stand for themselves.
  private static Scanned scan(String regex) {
    var literal = new StringBuilder();
    int at = 0;
    while (at < regex.length()) {
      int next = at + (regex.charAt(at) == '\\' ? 2 : 1);
      char c = next <= regex.length() ? regex.charAt(next - 1) : '.';
      boolean itself =
          next - at == 1 ? ".[](){}*+?|^$".indexOf(c) < 0 : !Character.isLetterOrDigit(c);
      boolean repeated = next < regex.length() && "*+?{".indexOf(regex.charAt(next)) >= 0;
      if (!itself || repeated) {
        break;
      }
      literal.append(c);
      at = next;
    }
    return new Scanned(literal.toString(), at);
  }
}
