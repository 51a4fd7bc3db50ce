package dev.varve.graph.route;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.varve.graph.path.CanonicalPath;
import dev.varve.graph.path.PathOutcome;
import dev.varve.graph.shape.Type;
import dev.varve.graph.shape.Types;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Which paths a route answers.
///
/// | written | matches |
/// |---|---|
/// | `/about` | that path only |
/// | `/users/{id}` | one segment in place of `{id}`, not empty |
/// | `/api/*` | `/api`, `/api/` and everything below |
/// | `/files/*path` | the same, with everything below as the parameter `path` |
/// | `~/v[0-9]+/.*` | whole paths that the expression (RE2) matches |
///
/// @param text as it is written, in canonical form
/// @param kind how it matches
/// @param segments between slashes, without the catch-all; empty for a regular expression
/// @param rest name of the catch-all parameter; empty when it has none
public record PathPattern(String text, Kind kind, List<Segment> segments, String rest) {
  /// Every path.
  public static final PathPattern ANY = parse("/*");

  /// How routes write it.
  public static final Type<PathPattern> TYPE =
      Types.parsed(
          "a path such as '/about', '/users/{id}', '/api/*' or '~/v[0-9]+/.*'",
          PathPattern::parse,
          PathPattern::text);

  /// How a pattern matches; earlier kinds are more specific.
  public enum Kind {
    /// The whole path, segment by segment.
    EXACT,
    /// Leading segments.
    PREFIX,
    /// A regular expression over the whole path.
    REGEX
  }

  /// What stands between two slashes.
  ///
  /// @param text the literal, or the name of the parameter
  public record Segment(String text, boolean parameter) {}

  public PathPattern {
    segments = List.copyOf(segments);
  }

  /// @throws IllegalArgumentException saying `must …, but is …`
  public static PathPattern parse(String text) {
    if (text.startsWith("~")) {
      return new PathPattern(checkedRegex(text), Kind.REGEX, List.of(), "");
    }
    int star = text.lastIndexOf("/*");
    if (star < 0 || text.indexOf('/', star + 1) >= 0) {
      return pattern(canonical(text, text), Kind.EXACT, "");
    }
    String rest = text.substring(star + 2);
    if (!rest.isEmpty() && !isName(rest)) {
      throw wrong("have a name of letters, digits and '_' after '*'", text);
    }
    String before = text.substring(0, star);
    return pattern(before.isEmpty() ? "" : canonical(before, text), Kind.PREFIX, rest);
  }

  private static PathPattern pattern(String before, Kind kind, String rest) {
    var segments = new ArrayList<Segment>();
    Set<String> names = new HashSet<>();
    names.add(rest);
    for (String part : before.isEmpty() ? List.<String>of() : split(before)) {
      boolean parameter = part.startsWith("{") && part.endsWith("}") && part.length() > 2;
      String name = parameter ? part.substring(1, part.length() - 1) : part;
      if (parameter && (!isName(name) || !names.add(name))) {
        throw wrong("name each parameter once, with letters, digits and '_'", before);
      }
      if (!parameter
          && (name.indexOf('{') >= 0 || name.indexOf('}') >= 0 || name.indexOf('*') >= 0)) {
        throw wrong("have parameters and '*' as whole segments only", before);
      }
      segments.add(new Segment(name, parameter));
    }
    String text = before + (kind == Kind.PREFIX ? "/*" + rest : "");
    return new PathPattern(text, kind, segments, rest);
  }

  private static List<String> split(String path) {
    return List.of(path.substring(1).split("/", -1));
  }

  private static boolean isName(String text) {
    return !text.isEmpty()
        && text.chars().allMatch(c -> c == '_' || (c < 0x80 && Character.isLetterOrDigit(c)));
  }

  private static String canonical(String path, String text) {
    return switch (CanonicalPath.of(path)) {
      case PathOutcome.Canonical(String form) -> form;
      case PathOutcome.Refused(String reason) ->
          throw wrong("be a path that a request can have (" + reason + ")", text);
    };
  }

  private static String checkedRegex(String text) {
    try {
      Pattern.compile(text.substring(1));
      return text;
    } catch (PatternSyntaxException bad) {
      throw new IllegalArgumentException(
          "must be a regular expression (RE2) after '~', but is '"
              + text
              + "': "
              + bad.getDescription(),
          bad);
    }
  }

  private static IllegalArgumentException wrong(String rule, String text) {
    return new IllegalArgumentException("must " + rule + ", but is '" + text + "'");
  }

  /// The expression of a [Kind#REGEX].
  public String regex() {
    return text.substring(1);
  }

  /// Names of the parameters, in the order of their segments, the catch-all last.
  public List<String> parameters() {
    var names = new ArrayList<String>();
    for (Segment segment : segments) {
      if (segment.parameter()) {
        names.add(segment.text());
      }
    }
    if (!rest.isEmpty()) {
      names.add(rest);
    }
    return names;
  }

  @Override
  public String toString() {
    return text;
  }
}
