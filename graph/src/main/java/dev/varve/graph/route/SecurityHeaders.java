package dev.varve.graph.route;

import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Shape;
import dev.varve.graph.shape.Type;
import dev.varve.graph.shape.Types;
import dev.varve.graph.term.Terms;
import java.time.Duration;
import java.util.List;

/// Response headers that switch on protections of browsers; those the action sets itself win.
public record SecurityHeaders(
    Duration hsts,
    boolean hstsSubdomains,
    boolean hstsPreload,
    Frame frame,
    boolean nosniff,
    String referrer,
    String contentPolicy,
    String permissions) {
  private static final Field<SecurityHeaders, Duration> HSTS =
      Field.of(
          "hsts",
          "How long browsers insist on HTTPS (strict-transport-security); 0s for not at all; sent"
              + " over TLS only.",
          Types.span(Duration.ZERO, Duration.ofDays(1825)),
          Duration.ZERO,
          SecurityHeaders::hsts);
  private static final Field<SecurityHeaders, Boolean> HSTS_SUBDOMAINS =
      Field.of(
          "hstsSubdomains",
          "Whether that holds for subdomains too.",
          Types.bool(),
          false,
          SecurityHeaders::hstsSubdomains);
  private static final Field<SecurityHeaders, Boolean> HSTS_PRELOAD =
      Field.of(
          "hstsPreload",
          "Whether browsers may ship with it.",
          Types.bool(),
          false,
          SecurityHeaders::hstsPreload);
  private static final Field<SecurityHeaders, Frame> FRAME =
      Field.of(
          "frame",
          "Who may show pages in a frame (x-frame-options).",
          Types.word(Frame.values()),
          Frame.SAMEORIGIN,
          SecurityHeaders::frame);
  private static final Field<SecurityHeaders, Boolean> NOSNIFF =
      Field.of(
          "nosniff",
          "Whether browsers believe the content type (x-content-type-options).",
          Types.bool(),
          true,
          SecurityHeaders::nosniff);
  private static final Field<SecurityHeaders, String> REFERRER =
      Field.of(
          "referrer",
          "What other sites learn about the page (referrer-policy); empty for no header.",
          Terms.fieldText(),
          "strict-origin-when-cross-origin",
          SecurityHeaders::referrer);
  private static final Field<SecurityHeaders, String> CONTENT_POLICY =
      Field.of(
          "contentPolicy",
          "What pages may load (content-security-policy); empty for no header.",
          Terms.fieldText(),
          "",
          SecurityHeaders::contentPolicy);
  private static final Field<SecurityHeaders, String> PERMISSIONS =
      Field.of(
          "permissions",
          "What pages may ask of the device (permissions-policy); empty for no header.",
          Terms.fieldText(),
          "",
          SecurityHeaders::permissions);

  /// Members, bounds and defaults.
  public static final Shape<SecurityHeaders> SHAPE =
      Shape.of(
          "SecurityHeaders",
          "Response headers that switch on protections of browsers; those the action sets itself"
              + " win.",
          List.of(
              HSTS,
              HSTS_SUBDOMAINS,
              HSTS_PRELOAD,
              FRAME,
              NOSNIFF,
              REFERRER,
              CONTENT_POLICY,
              PERMISSIONS),
          v ->
              new SecurityHeaders(
                  v.get(HSTS),
                  v.get(HSTS_SUBDOMAINS),
                  v.get(HSTS_PRELOAD),
                  v.get(FRAME),
                  v.get(NOSNIFF),
                  v.get(REFERRER),
                  v.get(CONTENT_POLICY),
                  v.get(PERMISSIONS)));

  /// Every default.
  public static final SecurityHeaders DEFAULT = SHAPE.defaults();

  public SecurityHeaders {
    HSTS.check(hsts);
    REFERRER.check(referrer);
    CONTENT_POLICY.check(contentPolicy);
    PERMISSIONS.check(permissions);
  }

  /// Nothing that works without them stops working with these, once all is HTTPS.
  public static final SecurityHeaders STRICT =
      new SecurityHeaders(
          Duration.ofDays(365),
          false,
          false,
          Frame.DENY,
          true,
          "no-referrer",
          "default-src 'self'; frame-ancestors 'none'; base-uri 'self'; object-src 'none'",
          "camera=(), geolocation=(), microphone=()");

  /// As it may be written: basic or strict.
  public static final Type<SecurityHeaders> TYPE =
      SHAPE.or(Types.word(Preset.values()), preset -> preset == Preset.BASIC ? DEFAULT : STRICT);

  /// Sets of security headers.
  public enum Preset {
    /// What no site misses.
    BASIC,
    /// What new sites should start with.
    STRICT
  }
}
