package dev.varve.config.erasure;

/// One token of a TypeScript file at a time. The grammar drives: only it knows whether `/` divides
/// or begins a regular expression, whether `}` ends a block or returns to a template, and whether
/// `>>` shifts or closes two lists of types.
final class Lexer {
  enum Kind {
    END,
    NAME,
    PRIVATE_NAME,
    NUMBER,
    STRING,
    TEMPLATE,
    REGEX,
    MARK
  }

  /// Where the reader stood, to come back to.
  record Place(Kind kind, int start, int end, int before, boolean newline, boolean open) {}

  /// Longest first. `>` stands alone: the grammar joins it where an operator may stand.
  private static final String[] MARKS = {
    "...", "===", "!==", "**=", "<<=", "&&=", "||=", "??=", "=>", "==", "!=", "<=", "<<", "&&",
    "||", "??", "?.", "++", "--", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "**"
  };

  private static final String SINGLE = "{}()[];,<>+-*/%&|^!~?:=.@";

  private final String text;

  /// The current token.
  Kind kind = Kind.END;

  int start;
  int end;

  /// Where the token before it ended.
  int before;

  /// Whether a line ends between the two.
  boolean newline;

  /// A template token that stopped at `${`.
  boolean open;

  /// Tokens read so far, repeats included: what bounds the work.
  private long reads;

  private final long readsMax;

  Lexer(String text) {
    this.text = text;
    this.readsMax = 200L * text.length() + 10_000;
    skipHashbang();
    next();
    before = 0;
  }

  private void skipHashbang() {
    if (text.startsWith("#!")) {
      end = lineEnd(0);
    }
  }

  Place place() {
    return new Place(kind, start, end, before, newline, open);
  }

  void back(Place place) {
    kind = place.kind();
    start = place.start();
    end = place.end();
    before = place.before();
    newline = place.newline();
    open = place.open();
  }

  String token() {
    return text.substring(start, end);
  }

  /// The current token is this mark or this word (written without escapes).
  boolean is(String expected) {
    return (kind == Kind.MARK || kind == Kind.NAME)
        && end - start == expected.length()
        && text.startsWith(expected, start);
  }

  void next() {
    if (++reads > readsMax) {
      throw Misread.syntax(start, "the text must be readable in a bounded number of steps");
    }
    before = end;
    newline = false;
    open = false;
    start = skipSpace(end);
    if (start >= text.length()) {
      kind = Kind.END;
      end = start;
      return;
    }
    char first = text.charAt(start);
    if (startsName(start)) {
      kind = Kind.NAME;
      end = nameEnd(start);
    } else if (isDigit(first) || (first == '.' && isDigit(peek(start + 1)))) {
      number();
    } else {
      special(first);
    }
  }

  private void special(char first) {
    switch (first) {
      case '"', '\'' -> string(first);
      case '`' -> template();
      case '#' -> {
        if (!startsName(start + 1)) {
          throw Misread.syntax(start, "a name must follow '#'");
        }
        kind = Kind.PRIVATE_NAME;
        end = nameEnd(start + 1);
      }
      default -> mark();
    }
  }

  private void mark() {
    kind = Kind.MARK;
    for (String mark : MARKS) {
      if (text.startsWith(mark, start) && !(mark.equals("?.") && isDigit(peek(start + 2)))) {
        end = start + mark.length();
        return;
      }
    }
    if (SINGLE.indexOf(text.charAt(start)) < 0) {
      throw Misread.syntax(start, "a character must have a meaning here");
    }
    end = start + 1;
  }

  private int skipSpace(int from) {
    int at = from;
    while (at < text.length()) {
      char unit = text.charAt(at);
      if (unit == '\n' || unit == '\r' || unit == '\u2028' || unit == '\u2029') {
        newline = true;
        at++;
      } else if (unit == '/' && peek(at + 1) == '/') {
        at = lineEnd(at);
      } else if (unit == '/' && peek(at + 1) == '*') {
        at = commentEnd(at);
      } else if (isSpace(unit)) {
        at++;
      } else {
        break;
      }
    }
    return at;
  }

  private int commentEnd(int from) {
    int close = text.indexOf("*/", from + 2);
    if (close < 0) {
      throw Misread.syntax(from, "a comment must end with */");
    }
    for (int at = from; at < close; at++) {
      char unit = text.charAt(at);
      newline |= unit == '\n' || unit == '\r' || unit == '\u2028' || unit == '\u2029';
    }
    return close + 2;
  }

  private int lineEnd(int from) {
    int at = from;
    while (at < text.length() && "\n\r\u2028\u2029".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return at;
  }

  private static boolean isSpace(char unit) {
    return unit == ' '
        || unit == '\t'
        || unit == '\u000b'
        || unit == '\f'
        || unit == '\u00a0'
        || unit == '\ufeff'
        || (unit > 127 && Character.getType(unit) == Character.SPACE_SEPARATOR);
  }

  private boolean startsName(int at) {
    if (at >= text.length()) {
      return false;
    }
    int point = text.codePointAt(at);
    return point == '$'
        || point == '_'
        || (point == '\\' && peek(at + 1) == 'u')
        || Character.isUnicodeIdentifierStart(point);
  }

  private int nameEnd(int from) {
    int at = from;
    while (at < text.length()) {
      int point = text.codePointAt(at);
      if (point == '\\') {
        at = escapeEnd(at);
      } else if (point == '$'
          || point == '\u200c'
          || point == '\u200d'
          || (Character.isUnicodeIdentifierPart(point) && !Character.isISOControl(point))) {
        at += Character.charCount(point);
      } else {
        break;
      }
    }
    return at;
  }

  private int escapeEnd(int at) {
    if (peek(at + 1) == 'u' && peek(at + 2) == '{') {
      int close = text.indexOf('}', at);
      if (close > 0 && close < at + 12) {
        return close + 1;
      }
    } else if (peek(at + 1) == 'u' && at + 6 <= text.length()) {
      return at + 6;
    }
    throw Misread.syntax(at, "\\u in a name must be followed by hex digits");
  }

  /// As wide as the digits, letters and points go: the engine judges the number itself.
  private void number() {
    kind = Kind.NUMBER;
    boolean hex = text.startsWith("0x", start) || text.startsWith("0X", start);
    boolean point = false;
    int at = start;
    while (at < text.length()) {
      char unit = text.charAt(at);
      boolean sign = (unit == '+' || unit == '-') && !hex && (text.charAt(at - 1) | 32) == 'e';
      if (unit == '.' && !point && !hex) {
        point = true;
      } else if (!sign && !Character.isLetterOrDigit(unit) && unit != '_') {
        break;
      }
      at++;
    }
    end = at;
  }

  private void string(char quote) {
    kind = Kind.STRING;
    int at = start + 1;
    while (at < text.length() && text.charAt(at) != quote) {
      char unit = text.charAt(at);
      if (unit == '\n' || unit == '\r') {
        throw Misread.syntax(start, "a string must end on the line it began on");
      }
      boolean folded = unit == '\\' && peek(at + 1) == '\r' && peek(at + 2) == '\n';
      at += folded ? 3 : unit == '\\' ? 2 : 1;
    }
    if (at >= text.length()) {
      throw Misread.syntax(start, "a string must end with " + quote);
    }
    end = at + 1;
  }

  /// From a backtick, or from the `}` that returns to a template, to the next `${` or the end.
  void template() {
    kind = Kind.TEMPLATE;
    int at = start + 1;
    while (at < text.length()) {
      char unit = text.charAt(at);
      if (unit == '`') {
        open = false;
        end = at + 1;
        return;
      }
      if (unit == '$' && peek(at + 1) == '{') {
        open = true;
        end = at + 2;
        return;
      }
      at += unit == '\\' ? 2 : 1;
    }
    throw Misread.syntax(start, "a template must end with `");
  }

  /// The `/` or `/=` under the reader begins a regular expression.
  void regex() {
    kind = Kind.REGEX;
    boolean inClass = false;
    int at = start + 1;
    while (inClass || peek(at) != '/') {
      int unit = peek(at);
      if (unit < 0 || unit == '\n' || unit == '\r' || unit == '\u2028' || unit == '\u2029') {
        throw Misread.syntax(start, "a regular expression must end with / on its line");
      }
      inClass = unit == '[' || (unit != ']' && inClass);
      at += unit == '\\' ? 2 : 1;
    }
    end = at + 1;
    while (startsName(end)) {
      end++;
    }
  }

  /// The `>` under the reader joins with what follows: `>>`, `>>>`, `>=`, `>>=`, `>>>=`.
  void joinGreater() {
    while (end - start < 3 && peek(end) == '>') {
      end++;
    }
    if (peek(end) == '=') {
      end++;
    }
  }

  /// Only the first character of the mark under the reader.
  void firstOnly() {
    end = start + 1;
  }

  /// Whether a line ends between the two offsets.
  boolean breaksLine(int from, int to) {
    for (int at = from; at < to; at++) {
      if ("\n\r\u2028\u2029".indexOf(text.charAt(at)) >= 0) {
        return true;
      }
    }
    return false;
  }

  private int peek(int at) {
    return at < text.length() ? text.charAt(at) : -1;
  }

  private static boolean isDigit(int unit) {
    return unit >= '0' && unit <= '9';
  }
}
