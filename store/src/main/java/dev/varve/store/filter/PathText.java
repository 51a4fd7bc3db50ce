package dev.varve.store.filter;

import dev.varve.base.Suggestion;
import dev.varve.store.filter.FieldPath.Source;
import dev.varve.store.filter.FieldPath.Step;
import dev.varve.store.problem.StoreCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The text form of paths.
///
/// ```
/// path    = meta / [ "$" ] first *step
/// meta    = "$key" / "$seq" / "$time" / "$author"
/// first   = name / index / quoted            ; after "$" also nothing, or a step
/// step    = "." segment / index / quoted
/// name    = ( letter / "_" ) *( letter / digit / "_" / "-" )
/// segment = 1*( letter / digit / "_" / "-" ) ; not starting with "-"
/// index   = "[" digits "]"
/// quoted  = "[" string "]"                   ; 'single' or "double" quotes, escapes as in JSON
/// ```
public final class PathText {
  /// Words of the filter language: as the first name of a path they must be quoted.
  static final Set<String> RESERVED =
      Set.of(
          "and",
          "or",
          "not",
          "in",
          "contains",
          "exists",
          "startswith",
          "matches",
          "regex",
          "true",
          "false",
          "null");

  private PathText() {}

  static FieldPath parse(String source) {
    var text = new Text("path", source);
    text.skipSpace();
    FieldPath path = read(text);
    text.skipSpace();
    if (!text.ended()) {
      throw wrong(
          text,
          text.at(),
          "a path must end here, but goes on with " + text.found(text.at()),
          "quote names that have other signs than letters, digits, _ and -: ['first name']");
    }
    return path;
  }

  /// Reads the path that starts here and stops behind it.
  public static FieldPath read(Text text) {
    var steps = new ArrayList<Step>();
    if (text.peek() == '$') {
      if (Text.inName(text.peek(1), true)) {
        return meta(text);
      }
      text.next();
    } else {
      first(text, steps);
    }
    while (text.peek() == '.' || text.peek() == '[') {
      steps.add(text.peek() == '.' ? dotted(text) : bracket(text));
      if (steps.size() > 64) {
        throw wrong(text, text.at(), "a path must have at most 64 steps", "");
      }
    }
    return new FieldPath(Source.DOCUMENT, steps);
  }

  private static FieldPath meta(Text text) {
    int start = text.at();
    text.next();
    text.name(false);
    String word = text.since(start);
    for (Source source : Source.values()) {
      if (source.text().equals(word)) {
        return new FieldPath(source, List.of());
      }
    }
    List<String> known = Arrays.stream(Source.values()).map(Source::text).toList();
    throw wrong(
        text,
        start,
        "a name after $ must be one of $key, $seq, $time, $author, but is " + word,
        Suggestion.nearest(word, known)
            .map(near -> "did you mean " + near + "?")
            .orElse("write ['" + word + "'] for a member of that name"));
  }

  private static void first(Text text, List<Step> steps) {
    int start = text.at();
    if (text.peek() == '[') {
      steps.add(bracket(text));
      return;
    }
    String name = text.name(false);
    if (name.isEmpty()) {
      throw wrong(text, start, "a field must stand here, but is " + text.found(start), "");
    }
    if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
      throw wrong(
          text,
          start,
          "a field must stand here, but is the word '" + name + "'",
          "write ['" + name + "'] for a field of that name");
    }
    steps.add(new Step.Member(name));
  }

  private static Step dotted(Text text) {
    text.next();
    int start = text.at();
    String name = text.peek() == '-' ? "" : text.name(true);
    if (name.isEmpty()) {
      throw wrong(text, start, "a name must follow the dot, but is " + text.found(start), "");
    }
    return new Step.Member(name);
  }

  private static Step bracket(Text text) {
    text.next();
    int start = text.at();
    Step step =
        text.peek() == '\'' || text.peek() == '"'
            ? new Step.Member(text.quoted(StoreCode.BAD_PATH))
            : new Step.Index(position(text));
    if (!text.take(']')) {
      throw wrong(text, text.at(), "']' must stand here, but is " + text.found(text.at()), "");
    }
    if (text.at() == start) {
      throw wrong(text, start, "a position or a quoted name must stand in the brackets", "");
    }
    return step;
  }

  private static int position(Text text) {
    int start = text.at();
    while (text.peek() >= '0' && text.peek() <= '9') {
      text.next();
    }
    String digits = text.since(start);
    if (digits.isEmpty() || digits.length() > 9) {
      throw wrong(
          text,
          start,
          "an array position from 0 to 999999999 or a quoted name must stand here, but is "
              + text.found(start),
          "write [0] or ['name']");
    }
    return Integer.parseInt(digits);
  }

  private static RuntimeException wrong(Text text, int at, String message, String next) {
    return text.wrong(StoreCode.BAD_PATH, at, message, next);
  }

  static String write(FieldPath path) {
    List<Step> steps = path.steps();
    if (path.isMeta() || steps.isEmpty()) {
      return path.source().text();
    }
    var out = new StringBuilder();
    for (int i = 0; i < steps.size(); i++) {
      switch (steps.get(i)) {
        case Step.Index(int index) -> out.append(i == 0 ? "$[" : "[").append(index).append(']');
        case Step.Member(String name) -> member(out, name);
      }
    }
    return out.toString();
  }

  private static void member(StringBuilder out, String name) {
    boolean first = out.isEmpty();
    boolean bare = !name.isEmpty() && name.charAt(0) != '-';
    for (int i = 0; i < name.length() && bare; i++) {
      bare = Text.inName(name.charAt(i), first && i == 0);
    }
    if (!bare || (first && RESERVED.contains(name.toLowerCase(Locale.ROOT)))) {
      out.append('[');
      FilterText.quote(out, name);
      out.append(']');
    } else {
      out.append(first ? "" : ".").append(name);
    }
  }
}
