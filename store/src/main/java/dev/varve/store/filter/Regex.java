package dev.varve.store.filter;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.store.problem.StoreCode;

/// A regular expression of RE2, compiled once; it runs in time linear in the text. It matches where
/// any part of a string matches; `^` and `$` tie it to the ends. Safe for use by many threads.
public final class Regex {
  private static final int LENGTH_MAX = 1_000;

  /// Steps, with repeats written out. Matching costs so many for each character at the worst.
  private static final int SIZE_MAX = 5_000;

  private final String pattern;
  private final Pattern compiled;

  private Regex(String pattern, Pattern compiled) {
    this.pattern = pattern;
    this.compiled = compiled;
  }

  /// @throws Failure naming the character of the expression at which it goes wrong
  public static Regex of(String pattern) {
    if (pattern.length() > LENGTH_MAX) {
      throw wrong(
          LENGTH_MAX,
          "must have at most " + LENGTH_MAX + " characters, but has " + pattern.length());
    }
    if (RegexSize.of(pattern) > SIZE_MAX) {
      throw wrong(
          0, "must have at most " + SIZE_MAX + " steps with its repeats written out, but has more");
    }
    try {
      return new Regex(pattern, Pattern.compile(pattern));
    } catch (PatternSyntaxException e) {
      throw wrong(position(pattern, e), "must be valid, but has: " + e.getDescription());
    }
  }

  /// RE2/J names the part it does not understand, not its place.
  private static int position(String pattern, PatternSyntaxException e) {
    String part = e.getPattern();
    int found = part == null ? -1 : pattern.indexOf(part);
    return Math.max(0, found);
  }

  private static Failure wrong(int position, String rule) {
    return new Failure(
        new Problem(
            StoreCode.BAD_REGEX,
            "character " + (position + 1) + " of the expression",
            "the expression " + rule,
            "write it in the syntax of RE2, or test for parts of the text with contains"));
  }

  /// The expression as it was written.
  public String pattern() {
    return pattern;
  }

  /// Whether any part of the text matches.
  public boolean finds(String text) {
    return compiled.matcher(text).find();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Regex regex && pattern.equals(regex.pattern);
  }

  @Override
  public int hashCode() {
    return pattern.hashCode();
  }

  @Override
  public String toString() {
    return pattern;
  }
}
