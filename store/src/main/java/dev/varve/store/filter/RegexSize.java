package dev.varve.store.filter;

/// How many steps an expression has once its counted repeats are written out, which is what it
/// costs to compile and, for each character of a text, to match. RE2/J has no bound of its own:
/// `((a{1000}){1000}){1000}` takes all memory there is.
///
/// Reads just enough of the syntax; what is wrong in it is told by the compiler.
final class RegexSize {
  private static final long MOST = Integer.MAX_VALUE;

  private final String pattern;
  private final long[] outer;
  private int depth;
  private int at;

  /// Of the group that is being read, without its last part.
  private long sum;

  /// Of the last part, which a repeat multiplies.
  private long last;

  private RegexSize(String pattern) {
    this.pattern = pattern;
    this.outer = new long[pattern.length() + 1];
  }

  /// At most 2^31 - 1.
  static int of(String pattern) {
    return new RegexSize(pattern).read();
  }

  private int read() {
    while (at < pattern.length()) {
      step(pattern.charAt(at));
    }
    while (depth > 0) {
      close();
    }
    return (int) Math.min(MOST, sum + last);
  }

  private void step(char c) {
    switch (c) {
      case '(' -> open();
      case ')' -> close();
      case '[' -> atom(characters());
      case '\\' -> escape();
      case '*', '+', '?' -> repeat(1);
      case '{' -> counted();
      default -> atom(at + 1);
    }
  }

  private void atom(int end) {
    sum = Math.min(MOST, sum + last);
    last = 1;
    at = end;
  }

  private void open() {
    atom(at + 1);
    outer[depth++] = sum;
    sum = 0;
    last = 0;
  }

  private void close() {
    if (depth > 0) {
      last = Math.min(MOST, sum + last + 2);
      sum = outer[--depth];
    }
    at++;
  }

  private void repeat(long times) {
    last = Math.min(MOST, (last + 1) * times);
    at++;
  }

  /// `{n}`, `{n,}` or `{n,m}`; anything else is text.
  private void counted() {
    long times = 0;
    long least = 0;
    int end = at + 1;
    for (; end < pattern.length() && pattern.charAt(end) != '}'; end++) {
      char c = pattern.charAt(end);
      if (c == ',' && end > at + 1) {
        least = times;
        times = 0;
      } else if (c >= '0' && c <= '9') {
        times = Math.min(MOST, times * 10 + c - '0');
      } else {
        atom(at + 1);
        return;
      }
    }
    at = end;
    repeat(Math.max(1, Math.max(times, least + 1)));
  }

  /// Behind a class of characters.
  private int characters() {
    int end = at + 1;
    if (end < pattern.length() && pattern.charAt(end) == '^') {
      end++;
    }
    for (boolean first = true; end < pattern.length(); end++, first = false) {
      char c = pattern.charAt(end);
      if (c == '\\') {
        end++;
      } else if (c == '[' && pattern.startsWith("[:", end)) {
        int close = pattern.indexOf(":]", end + 2);
        end = close < 0 ? end : close + 1;
      } else if (c == ']' && !first) {
        return end + 1;
      }
    }
    return pattern.length();
  }

  private void escape() {
    if (!pattern.startsWith("\\Q", at)) {
      atom(at + 2);
      return;
    }
    int end = pattern.indexOf("\\E", at);
    int stop = end < 0 ? pattern.length() : end;
    sum = Math.min(MOST, sum + last + stop - at);
    last = 1;
    at = end < 0 ? stop : end + 2;
  }
}
