package dev.varve.graph.route;

import dev.varve.base.Check;
import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Shape;
import dev.varve.graph.shape.Type;
import dev.varve.graph.shape.Types;
import dev.varve.graph.term.Terms;
import java.time.Duration;
import java.util.List;

/// Which pages of other origins may use the answers.
public record Cors(
    List<String> origins,
    List<String> methods,
    List<String> headers,
    List<String> expose,
    boolean credentials,
    Duration maxAge) {
  private static final Field<Cors, List<String>> ORIGINS =
      Field.of(
          "origins",
          "Origins that may; '*' for any, which excludes credentials.",
          Types.list(
              Types.text("an origin such as 'https://app.example.com', or '*'", Cors::origin)),
          List.of(),
          Cors::origins);
  private static final Field<Cors, List<String>> METHODS =
      Field.of(
          "methods",
          "Methods that they may use.",
          Types.list(Terms.method()),
          List.of("GET", "HEAD", "POST"),
          Cors::methods);
  private static final Field<Cors, List<String>> HEADERS =
      Field.of(
          "headers",
          "Request headers that they may send.",
          Types.list(Terms.header()),
          List.of("content-type"),
          Cors::headers);
  private static final Field<Cors, List<String>> EXPOSE =
      Field.of(
          "expose",
          "Response headers that they may read.",
          Types.list(Terms.header()),
          List.of(),
          Cors::expose);
  private static final Field<Cors, Boolean> CREDENTIALS =
      Field.of(
          "credentials",
          "Whether cookies and logins are sent along.",
          Types.bool(),
          false,
          Cors::credentials);
  private static final Field<Cors, Duration> MAX_AGE =
      Field.of(
          "maxAge",
          "How long a browser remembers the permission.",
          Types.span(Duration.ZERO, Duration.ofHours(24)),
          Duration.ofMinutes(10),
          Cors::maxAge);

  /// Members, bounds and defaults.
  public static final Shape<Cors> SHAPE =
      Shape.of(
          "Cors",
          "Which pages of other origins may use the answers.",
          List.of(ORIGINS, METHODS, HEADERS, EXPOSE, CREDENTIALS, MAX_AGE),
          v ->
              new Cors(
                  v.get(ORIGINS),
                  v.get(METHODS),
                  v.get(HEADERS),
                  v.get(EXPOSE),
                  v.get(CREDENTIALS),
                  v.get(MAX_AGE)));

  public Cors {
    origins = List.copyOf(origins);
    ORIGINS.check(origins);
    methods = List.copyOf(methods);
    METHODS.check(methods);
    headers = List.copyOf(headers);
    HEADERS.check(headers);
    expose = List.copyOf(expose);
    EXPOSE.check(expose);
    MAX_AGE.check(maxAge);
    Check.that(!origins.isEmpty(), "origins", "name at least one origin", "empty");
    Check.that(
        !credentials || !origins.contains("*"),
        "origins",
        "name each origin when credentials are sent along",
        "'*'");
  }

  /// As it may be written: the origins alone.
  public static final Type<Cors> TYPE =
      SHAPE.or(
          Types.list(
              Types.text("an origin such as 'https://app.example.com', or '*'", Cors::origin)),
          Cors::of);

  /// These origins, everything else by default.
  public static Cors of(List<String> origins) {
    return new Cors(
        origins,
        List.of("GET", "HEAD", "POST"),
        List.of("content-type"),
        List.of(),
        false,
        Duration.ofMinutes(10));
  }

  private static String origin(String text) {
    if (!text.equals("*") && !text.matches("https?://[A-Za-z0-9.\\[\\]:-]+")) {
      throw new IllegalArgumentException(
          "must be an origin such as 'https://app.example.com', or '*', but is '" + text + "'");
    }
    return text;
  }
}
