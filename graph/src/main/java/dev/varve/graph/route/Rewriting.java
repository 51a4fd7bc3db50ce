package dev.varve.graph.route;

import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Shape;
import dev.varve.graph.shape.Types;
import dev.varve.graph.term.Statuses;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What is changed on the way in and on the way out.
public record Rewriting(
    String stripPrefix,
    @Nullable Rewrite rewrite,
    HeaderOps requestHeaders,
    HeaderOps responseHeaders,
    @Nullable SecurityHeaders securityHeaders,
    SortedMap<String, Integer> statuses) {
  private static final Field<Rewriting, String> STRIP_PREFIX =
      Field.of(
          "stripPrefix",
          "Leading segments that the action does not see.",
          Types.text(
              "a path that starts with '/' and does not end with one, or nothing",
              Rewriting::prefix),
          "",
          Rewriting::stripPrefix);
  private static final Field<Rewriting, Rewrite> REWRITE =
      Field.optional(
          "rewrite",
          "Further changes to path and query, after stripPrefix.",
          Rewrite.TYPE,
          Rewriting::rewrite);
  private static final Field<Rewriting, HeaderOps> REQUEST_HEADERS =
      Field.of(
          "requestHeaders",
          "Changes to the request's headers.",
          HeaderOps.SHAPE,
          HeaderOps.DEFAULT,
          Rewriting::requestHeaders);
  private static final Field<Rewriting, HeaderOps> RESPONSE_HEADERS =
      Field.of(
          "responseHeaders",
          "Changes to the response's headers.",
          HeaderOps.SHAPE,
          HeaderOps.DEFAULT,
          Rewriting::responseHeaders);
  private static final Field<Rewriting, SecurityHeaders> SECURITY_HEADERS =
      Field.optional(
          "securityHeaders",
          "Adds protections of browsers: basic, strict or each by name.",
          SecurityHeaders.TYPE,
          Rewriting::securityHeaders);
  private static final Field<Rewriting, SortedMap<String, Integer>> STATUSES =
      Field.of(
          "statuses",
          "Statuses that are told to the client as others.",
          Types.map("status", Statuses::one, Types.whole(100, 599)),
          new TreeMap<>(),
          Rewriting::statuses);

  /// Members, bounds and defaults.
  public static final Shape<Rewriting> SHAPE =
      Shape.of(
          "Rewriting",
          "What is changed on the way in and on the way out.",
          List.of(
              STRIP_PREFIX, REWRITE, REQUEST_HEADERS, RESPONSE_HEADERS, SECURITY_HEADERS, STATUSES),
          v ->
              new Rewriting(
                  v.get(STRIP_PREFIX),
                  v.maybe(REWRITE),
                  v.get(REQUEST_HEADERS),
                  v.get(RESPONSE_HEADERS),
                  v.maybe(SECURITY_HEADERS),
                  v.get(STATUSES)));

  /// Every default.
  public static final Rewriting DEFAULT = SHAPE.defaults();

  public Rewriting {
    STRIP_PREFIX.check(stripPrefix);
    statuses = Collections.unmodifiableSortedMap(new TreeMap<>(statuses));
    STATUSES.check(statuses);
  }

  private static String prefix(String text) {
    if (!text.isEmpty() && (!text.startsWith("/") || text.endsWith("/"))) {
      throw new IllegalArgumentException(
          "must start with '/' and not end with one, but is '" + text + "'");
    }
    return text;
  }
}
