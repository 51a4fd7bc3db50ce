package dev.varve.graph.route;

import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Shape;
import dev.varve.graph.shape.Type;
import dev.varve.graph.shape.Types;
import dev.varve.graph.term.Template;
import dev.varve.graph.term.Terms;
import java.time.Duration;
import java.util.List;

/// Which responses are kept and for how long.
public record CachePolicy(
    Duration ttl,
    boolean override,
    Duration staleWhileRevalidate,
    Duration staleIfError,
    List<String> methods,
    List<Integer> statuses,
    long maxBody,
    boolean includeQuery,
    List<String> headers,
    List<String> cookies,
    boolean authorized,
    List<Template> tags,
    boolean coalesce) {
  private static final Field<CachePolicy, Duration> TTL =
      Field.of(
          "ttl",
          "How long a response is fresh when it does not say so itself; 0s for only those that do.",
          Types.span(Duration.ZERO, Duration.ofDays(365)),
          Duration.ZERO,
          CachePolicy::ttl);
  private static final Field<CachePolicy, Boolean> OVERRIDE =
      Field.of(
          "override",
          "Whether ttl wins over what the response says.",
          Types.bool(),
          false,
          CachePolicy::override);
  private static final Field<CachePolicy, Duration> STALE_WHILE_REVALIDATE =
      Field.of(
          "staleWhileRevalidate",
          "How long a stale response is still served while a fresh one is fetched.",
          Types.span(Duration.ZERO, Duration.ofDays(365)),
          Duration.ZERO,
          CachePolicy::staleWhileRevalidate);
  private static final Field<CachePolicy, Duration> STALE_IF_ERROR =
      Field.of(
          "staleIfError",
          "How long a stale response is served when fetching fails.",
          Types.span(Duration.ZERO, Duration.ofDays(365)),
          Duration.ZERO,
          CachePolicy::staleIfError);
  private static final Field<CachePolicy, List<String>> METHODS =
      Field.of(
          "methods",
          "Methods whose responses are kept.",
          Types.list(Terms.method()),
          List.of("GET", "HEAD"),
          CachePolicy::methods);
  private static final Field<CachePolicy, List<Integer>> STATUSES =
      Field.of(
          "statuses",
          "Statuses that are kept.",
          Types.list(Types.whole(200, 599)),
          List.of(200, 203, 204, 300, 301, 308, 404, 410),
          CachePolicy::statuses);
  private static final Field<CachePolicy, Long> MAX_BODY =
      Field.of(
          "maxBody",
          "Largest response that is kept.",
          Types.size(0L, 10L << 30),
          10L << 20,
          CachePolicy::maxBody);
  private static final Field<CachePolicy, Boolean> INCLUDE_QUERY =
      Field.of(
          "includeQuery",
          "Whether requests that differ in their query have responses of their own.",
          Types.bool(),
          true,
          CachePolicy::includeQuery);
  private static final Field<CachePolicy, List<String>> HEADERS =
      Field.of(
          "headers",
          "Request headers by which responses differ, beside those that Vary names.",
          Types.list(Terms.header()),
          List.of(),
          CachePolicy::headers);
  private static final Field<CachePolicy, List<String>> COOKIES =
      Field.of(
          "cookies",
          "Cookies that bypass the cache, '*' at the end for any ending; other cookies are ignored."
              + " Empty: every cookie bypasses.",
          Types.list(Types.text("the name of a cookie, or one that ends in '*'")),
          List.of(),
          CachePolicy::cookies);
  private static final Field<CachePolicy, Boolean> AUTHORIZED =
      Field.of(
          "authorized",
          "Whether requests with a login may be answered from the cache.",
          Types.bool(),
          false,
          CachePolicy::authorized);
  private static final Field<CachePolicy, List<Template>> TAGS =
      Field.of(
          "tags",
          "Tags by which responses are purged, beside those that the response names.",
          Types.list(Terms.template()),
          List.of(),
          CachePolicy::tags);
  private static final Field<CachePolicy, Boolean> COALESCE =
      Field.of(
          "coalesce",
          "Whether simultaneous misses wait for one fetch.",
          Types.bool(),
          true,
          CachePolicy::coalesce);

  /// Members, bounds and defaults.
  public static final Shape<CachePolicy> SHAPE =
      Shape.of(
          "CachePolicy",
          "Which responses are kept and for how long.",
          List.of(
              TTL,
              OVERRIDE,
              STALE_WHILE_REVALIDATE,
              STALE_IF_ERROR,
              METHODS,
              STATUSES,
              MAX_BODY,
              INCLUDE_QUERY,
              HEADERS,
              COOKIES,
              AUTHORIZED,
              TAGS,
              COALESCE),
          v ->
              new CachePolicy(
                  v.get(TTL),
                  v.get(OVERRIDE),
                  v.get(STALE_WHILE_REVALIDATE),
                  v.get(STALE_IF_ERROR),
                  v.get(METHODS),
                  v.get(STATUSES),
                  v.get(MAX_BODY),
                  v.get(INCLUDE_QUERY),
                  v.get(HEADERS),
                  v.get(COOKIES),
                  v.get(AUTHORIZED),
                  v.get(TAGS),
                  v.get(COALESCE)));

  /// Every default.
  public static final CachePolicy DEFAULT = SHAPE.defaults();

  public CachePolicy {
    TTL.check(ttl);
    STALE_WHILE_REVALIDATE.check(staleWhileRevalidate);
    STALE_IF_ERROR.check(staleIfError);
    methods = List.copyOf(methods);
    METHODS.check(methods);
    statuses = List.copyOf(statuses);
    STATUSES.check(statuses);
    MAX_BODY.check(maxBody);
    headers = List.copyOf(headers);
    HEADERS.check(headers);
    cookies = List.copyOf(cookies);
    COOKIES.check(cookies);
    tags = List.copyOf(tags);
    TAGS.check(tags);
  }

  /// As it may be written: the ttl alone.
  public static final Type<CachePolicy> TYPE =
      SHAPE.or(Types.span(Duration.ZERO, Duration.ofDays(365)), CachePolicy::of);

  /// Fresh for this long, everything else by default.
  public static CachePolicy of(Duration ttl) {
    CachePolicy d = DEFAULT;
    return new CachePolicy(
        ttl,
        d.override,
        d.staleWhileRevalidate,
        d.staleIfError,
        d.methods,
        d.statuses,
        d.maxBody,
        d.includeQuery,
        d.headers,
        d.cookies,
        d.authorized,
        d.tags,
        d.coalesce);
  }
}
