package dev.varve.store.filter;

import dev.varve.base.Suggestion;
import dev.varve.base.json.Json;
import dev.varve.store.filter.Filter.Comparison;
import dev.varve.store.problem.StoreCode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The text form of filters. Words may be written in any case.
///
/// ```
/// filter    = any
/// any       = all *( "or" all )
/// all       = one *( "and" one )
/// one       = "not" one / "(" any ")" / "true" / path test
/// test      = sign value / [ "not" ] word-test
/// sign      = "=" / "==" / "!=" / "<>" / ">" / ">=" / "<" / "<="
///           / "eq" / "ne" / "gt" / "gte" / "lt" / "lte"
/// word-test = "in" "(" value *( "," value ) ")" / "contains" value / "exists"
///           / "startsWith" string / ( "matches" / "regex" ) ( string / "/" expression "/" [ "i" ] )
/// value     = JSON; strings may also stand in single quotes
/// ```
final class FilterText {
  static final int LENGTH_MAX = 64 * 1024;
  private static final int DEPTH_MAX = 64;

  private static final List<String> WORDS =
      List.of("in", "contains", "exists", "startsWith", "matches", "and", "or", "not");
  private static final Map<String, String> FOREIGN =
      Map.of("like", "matches", "&&", "and", "||", "or", "is", "=", "~", "matches", "!", "not");

  private final Text text;
  private int depth;

  private FilterText(Text text) {
    this.text = text;
  }

  static Filter parse(String source) {
    var text = new Text("filter", source);
    if (source.length() > LENGTH_MAX) {
      throw text.wrong(
          StoreCode.BAD_FILTER,
          LENGTH_MAX,
          "a filter must have at most " + LENGTH_MAX + " characters, but has " + source.length(),
          "");
    }
    var reader = new FilterText(text);
    Filter filter = reader.any();
    if (!text.ended()) {
      throw reader.unexpected("'and', 'or' or the end");
    }
    return filter;
  }

  private Filter any() {
    var parts = new ArrayList<Filter>();
    do {
      parts.add(all());
    } while (takeWord("or"));
    return Filter.or(parts);
  }

  private Filter all() {
    var parts = new ArrayList<Filter>();
    do {
      parts.add(one());
    } while (takeWord("and"));
    return Filter.and(parts);
  }

  private Filter one() {
    text.skipSpace();
    if (++depth > DEPTH_MAX) {
      throw wrong(text.at(), "filters must nest at most " + DEPTH_MAX + " deep", "");
    }
    Filter filter = bounded();
    depth--;
    text.skipSpace();
    return filter;
  }

  private Filter bounded() {
    if (takeWord("not")) {
      return new Filter.Not(one());
    }
    if (takeWord("true")) {
      return Filter.all();
    }
    if (text.take('(')) {
      Filter inner = any();
      expect(')');
      return inner;
    }
    char first = text.peek();
    if (first != '$' && first != '[' && !Text.inName(first, true)) {
      throw unexpected("a field, 'not' or '('");
    }
    return test(PathText.read(text));
  }

  private Filter test(FieldPath path) {
    text.skipSpace();
    int start = text.at();
    Comparison sign = sign();
    if (sign != null) {
      return compare(path, sign);
    }
    if (takeWord("not")) {
      text.skipSpace();
      return new Filter.Not(wordTest(path, text.at()));
    }
    return wordTest(path, start);
  }

  private @org.jspecify.annotations.Nullable Comparison sign() {
    if (text.take("==") || text.take("=")) {
      return Comparison.EQ;
    }
    if (text.take("!=") || text.take("<>")) {
      return Comparison.NE;
    }
    if (text.take(">=")) {
      return Comparison.GTE;
    }
    if (text.take("<=")) {
      return Comparison.LTE;
    }
    if (text.take('>')) {
      return Comparison.GT;
    }
    if (text.take('<')) {
      return Comparison.LT;
    }
    for (Comparison comparison : Comparison.values()) {
      if (takeWord(comparison.word())) {
        return comparison;
      }
    }
    return null;
  }

  private Filter compare(FieldPath path, Comparison comparison) {
    text.skipSpace();
    int start = text.at();
    Json value = value();
    if (comparison.ordered() && !Filter.Compare.hasOrder(value)) {
      throw wrong(
          start,
          "'"
              + comparison.sign()
              + "' must compare with a boolean, number or string, but the value"
              + " is of type "
              + value.kind(),
          "use = or != for other values");
    }
    return new Filter.Compare(path, comparison, value);
  }

  private Filter wordTest(FieldPath path, int start) {
    String word = text.name(false).toLowerCase(Locale.ROOT);
    return switch (word) {
      case "in" -> new Filter.In(path, values());
      case "contains" -> new Filter.Contains(path, value());
      case "exists" -> new Filter.Exists(path);
      case "startswith" -> new Filter.StartsWith(path, string("a string in quotes"));
      case "matches", "regex" -> new Filter.Matches(path, regex());
      default -> {
        text.back(start);
        throw noSuchTest(path, word);
      }
    };
  }

  private RuntimeException noSuchTest(FieldPath path, String word) {
    int start = text.at();
    String sign = word.isEmpty() ? signAt() : word;
    String near = FOREIGN.getOrDefault(sign, Suggestion.nearest(sign, WORDS).orElse(""));
    return wrong(
        start,
        "a test of " + path + " must stand here, but is " + text.found(start),
        near.isEmpty()
            ? "use one of = != > >= < <= in contains exists startsWith matches"
            : "did you mean '" + near + "'?");
  }

  private String signAt() {
    int start = text.at();
    while ("&|!~".indexOf(text.peek()) >= 0 && !text.ended()) {
      text.next();
    }
    String sign = text.since(start);
    text.back(start);
    return sign;
  }

  private Set<Json> values() {
    text.skipSpace();
    expect('(');
    var values = new LinkedHashSet<Json>();
    do {
      values.add(value());
      text.skipSpace();
    } while (text.take(','));
    expect(')');
    return values;
  }

  private Json value() {
    return new ValueText(text).read();
  }

  private String string(String expected) {
    text.skipSpace();
    if (text.peek() != '\'' && text.peek() != '"') {
      throw unexpected(expected);
    }
    return text.quoted(StoreCode.BAD_FILTER);
  }

  private Regex regex() {
    text.skipSpace();
    int start = text.at();
    String pattern = text.peek() == '/' ? slashed() : string("an expression in slashes or quotes");
    try {
      return Regex.of(pattern);
    } catch (dev.varve.base.Failure e) {
      var problem = e.problems().getFirst();
      throw text.wrong(StoreCode.BAD_REGEX, start, problem.message(), "look at " + problem.where());
    }
  }

  /// `\/` stands for a slash; all else is the expression's own.
  private String slashed() {
    int start = text.at();
    text.next();
    var pattern = new StringBuilder();
    while (text.peek() != '/') {
      if (text.ended()) {
        throw wrong(start, "an expression must end with /", "close the expression");
      }
      char unit = text.next();
      if (unit == '\\' && !text.ended()) {
        char escaped = text.next();
        pattern.append(escaped == '/' ? "/" : "\\" + escaped);
      } else {
        pattern.append(unit);
      }
    }
    text.next();
    if (text.peek() == 'i' && !Text.inName(text.peek(1), false)) {
      text.next();
      pattern.insert(0, "(?i)");
    }
    return pattern.toString();
  }

  /// Takes the word if it stands here alone, in any case.
  private boolean takeWord(String word) {
    text.skipSpace();
    int start = text.at();
    String found = text.name(false);
    if (found.equalsIgnoreCase(word)) {
      return true;
    }
    text.back(start);
    return false;
  }

  private void expect(char wanted) {
    text.skipSpace();
    if (!text.take(wanted)) {
      throw unexpected("'" + wanted + "'");
    }
  }

  private RuntimeException unexpected(String expected) {
    int start = text.at();
    String word = text.name(false);
    text.back(start);
    String key = word.isEmpty() ? signAt() : word.toLowerCase(Locale.ROOT);
    String near = FOREIGN.getOrDefault(key, "");
    if (near.isEmpty() && !word.isEmpty() && expected.startsWith("'and'")) {
      near = Suggestion.nearest(key, List.of("and", "or")).orElse("");
    }
    return wrong(
        start,
        expected + " must stand here, but is " + text.found(start),
        near.isEmpty() ? "" : "did you mean '" + near + "'?");
  }

  private RuntimeException wrong(int at, String message, String next) {
    return text.wrong(StoreCode.BAD_FILTER, at, message, next);
  }

  static String write(Filter filter) {
    return new FilterWriter().write(filter);
  }

  /// Appends a string in single quotes.
  static void quote(StringBuilder out, String value) {
    out.append('\'');
    for (int i = 0; i < value.length(); i++) {
      char unit = value.charAt(i);
      switch (unit) {
        case '\'' -> out.append("\\'");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (unit < 0x20) {
            out.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
          } else {
            out.append(unit);
          }
        }
      }
    }
    out.append('\'');
  }
}
