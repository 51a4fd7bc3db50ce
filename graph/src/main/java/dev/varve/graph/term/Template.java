package dev.varve.graph.term;

import dev.varve.base.Suggestion;
import java.util.ArrayList;
import java.util.List;

/// Text with placeholders: `https://{host}/new{path}`. A doubled brace stands for itself.
///
/// @param text as it was written
/// @param parts in order
public record Template(String text, List<Part> parts) {
  /// Placeholders without an argument.
  static final List<String> PLAIN =
      List.of(
          "client.ip",
          "client.port",
          "host",
          "path",
          "query",
          "scheme",
          "method",
          "request.id",
          "route.id",
          "upstream.target",
          "tls.version",
          "tls.subject");

  /// Placeholders followed by a dot and a name.
  static final List<String> NAMED = List.of("param", "header", "cookie", "query", "jwt");

  /// A piece of the text.
  public sealed interface Part {}

  /// Text as it stands.
  public record Text(String text) implements Part {}

  /// Filled in for each request.
  ///
  /// @param kind such as `client.ip` or `param`
  /// @param name the parameter, header, cookie, query key or claim; empty when the kind has none
  public record Placeholder(String kind, String name) implements Part {}

  public Template {
    parts = List.copyOf(parts);
  }

  /// @throws IllegalArgumentException saying `must …, but is …`
  public static Template parse(String text) {
    var parts = new ArrayList<Part>();
    var plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c == '{' || c == '}') && i + 1 < text.length() && text.charAt(i + 1) == c) {
        plain.append(c);
        i++;
      } else if (c == '{') {
        int end = text.indexOf('}', i);
        if (end < 0) {
          throw wrong("close every brace", text);
        }
        flush(plain, parts);
        parts.add(placeholder(text.substring(i + 1, end), text));
        i = end;
      } else if (c == '}') {
        throw wrong("open every brace, or double it", text);
      } else {
        plain.append(c);
      }
    }
    flush(plain, parts);
    return new Template(text, parts);
  }

  private static void flush(StringBuilder plain, List<Part> parts) {
    if (!plain.isEmpty()) {
      parts.add(new Text(plain.toString()));
      plain.setLength(0);
    }
  }

  private static Placeholder placeholder(String inner, String text) {
    if (PLAIN.contains(inner)) {
      return new Placeholder(inner, "");
    }
    int dot = inner.indexOf('.');
    String kind = dot < 0 ? inner : inner.substring(0, dot);
    if (dot > 0 && dot < inner.length() - 1 && NAMED.contains(kind)) {
      return new Placeholder(kind, inner.substring(dot + 1));
    }
    var known = new ArrayList<>(PLAIN);
    NAMED.forEach(named -> known.add(named + ".NAME"));
    throw new IllegalArgumentException(
        "must use placeholders that exist, but has {"
            + inner
            + "} in '"
            + text
            + "'; "
            + Suggestion.nearest(inner, known)
                .map(s -> "did you mean {" + s + "}?")
                .orElse("there are " + String.join(", ", known)));
  }

  private static IllegalArgumentException wrong(String rule, String text) {
    return new IllegalArgumentException("must " + rule + ", but is '" + text + "'");
  }

  /// Whether nothing is filled in.
  public boolean isConstant() {
    return parts.stream().allMatch(Text.class::isInstance);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Template template && text.equals(template.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
