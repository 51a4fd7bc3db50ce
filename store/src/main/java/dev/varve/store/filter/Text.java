package dev.varve.store.filter;

import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.store.problem.StoreCode;

/// Text that is being read, and how far. Every complaint names line and column, from 1, columns in
/// characters.
public final class Text {
  private final String what;
  private final String text;
  private int at;

  /// @param what what the text is, for messages: `filter`, `path`
  public Text(String what, String text) {
    this.what = what;
    this.text = text;
  }

  public int at() {
    return at;
  }

  public void back(int position) {
    at = position;
  }

  public boolean ended() {
    return at >= text.length();
  }

  /// The next character, or NUL at the end.
  char peek() {
    return peek(0);
  }

  char peek(int ahead) {
    return at + ahead < text.length() ? text.charAt(at + ahead) : '\0';
  }

  char next() {
    return text.charAt(at++);
  }

  public boolean take(char wanted) {
    if (!ended() && text.charAt(at) == wanted) {
      at++;
      return true;
    }
    return false;
  }

  public boolean take(String wanted) {
    if (text.startsWith(wanted, at)) {
      at += wanted.length();
      return true;
    }
    return false;
  }

  public void skipSpace() {
    while (!ended() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  String since(int start) {
    return text.substring(start, at);
  }

  /// A bare name from here: letters, digits, `_` and `-`; empty when none starts here.
  public String name(boolean digitMayStart) {
    int start = at;
    while (!ended() && inName(text.charAt(at), at == start && !digitMayStart)) {
      at++;
    }
    return since(start);
  }

  static boolean inName(char unit, boolean first) {
    return Character.isLetter(unit)
        || unit == '_'
        || (!first && (unit == '-' || (unit >= '0' && unit <= '9')));
  }

  /// A string in single or double quotes, which starts here.
  String quoted(StoreCode code) {
    int start = at;
    char quote = next();
    var value = new StringBuilder();
    while (peek() != quote || ended()) {
      if (ended()) {
        throw wrong(code, start, "a string must end with " + quote, "close the string");
      }
      char unit = next();
      value.append(unit == '\\' ? escape(code) : unit);
    }
    at++;
    if (hasLoneSurrogate(value)) {
      throw wrong(code, start, "a string must be valid Unicode, but has a lone surrogate", "");
    }
    return value.toString();
  }

  private char escape(StoreCode code) {
    int start = at - 1;
    char letter = ended() ? '\0' : next();
    return switch (letter) {
      case '\'', '"', '\\', '/' -> letter;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode(code, start);
      default ->
          throw wrong(
              code,
              start,
              "an escape must be one of \\' \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u0000",
              "write \\\\ for a backslash");
    };
  }

  private char unicode(StoreCode code, int start) {
    int value = 0;
    for (int i = 0; i < 4; i++) {
      int digit = ended() ? -1 : Character.digit(next(), 16);
      if (digit < 0) {
        throw wrong(code, start, "\\u must be followed by four hex digits", "");
      }
      value = value * 16 + digit;
    }
    return (char) value;
  }

  static boolean hasLoneSurrogate(CharSequence value) {
    for (int i = 0; i < value.length(); i++) {
      if (Character.isHighSurrogate(value.charAt(i))
          && i + 1 < value.length()
          && Character.isLowSurrogate(value.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(value.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  /// What stands at a position, for messages: a word, a sign or the end.
  public String found(int position) {
    if (position >= text.length()) {
      return "the end";
    }
    int stop = position;
    while (stop < text.length() && inName(text.charAt(stop), false)) {
      stop++;
    }
    int end = stop > position ? stop : Math.min(text.length(), position + 1);
    return "'" + text.substring(position, Math.min(end, position + 40)) + "'";
  }

  public Failure wrong(StoreCode code, int position, String message, String next) {
    int line = 1;
    int lineStart = 0;
    for (int i = 0; i < position && i < text.length(); i++) {
      if (text.charAt(i) == '\n') {
        line++;
        lineStart = i + 1;
      }
    }
    String where = what + ":" + line + ":" + (position - lineStart + 1);
    return new Failure(new Problem(code, where, message, next));
  }
}
