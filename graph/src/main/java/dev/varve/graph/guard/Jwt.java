package dev.varve.graph.guard;

import dev.varve.base.Check;
import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Shape;
import dev.varve.graph.shape.Types;
import dev.varve.graph.term.Terms;
import dev.varve.graph.term.Value;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A JSON Web Token in the Authorization header.
public record Jwt(
    @Nullable String jwks,
    @Nullable Value key,
    List<String> algorithms,
    String issuer,
    List<String> audience,
    SortedMap<String, String> claims,
    String rolesClaim,
    Duration skew,
    String header,
    String cookie,
    SortedMap<String, String> forward)
    implements Guard {
  private static final Field<Jwt, String> JWKS =
      Field.optional(
          "jwks",
          "URL of the issuer's keys; fetched again when an unknown key id appears.",
          Terms.url(),
          Jwt::jwks);
  private static final Field<Jwt, Value> KEY =
      Field.optional(
          "key", "Shared secret or public key (PEM), in place of jwks.", Value.REFERENCE, Jwt::key);
  private static final Field<Jwt, List<String>> ALGORITHMS =
      Field.of(
          "algorithms",
          "Algorithms that are accepted; empty for those that fit the key's type.",
          Types.list(Types.text("an algorithm such as 'RS256'", Jwt::algorithm)),
          List.of(),
          Jwt::algorithms);
  private static final Field<Jwt, String> ISSUER =
      Field.of("issuer", "Required issuer (iss); empty for any.", Types.anyText(), "", Jwt::issuer);
  private static final Field<Jwt, List<String>> AUDIENCE =
      Field.of(
          "audience",
          "Accepted audiences (aud); empty for any.",
          Types.list(Types.text("an audience")),
          List.of(),
          Jwt::audience);
  private static final Field<Jwt, SortedMap<String, String>> CLAIMS =
      Field.of(
          "claims",
          "Claims that must have exactly this value.",
          Types.map("claim", name -> name, Types.anyText()),
          new TreeMap<>(),
          Jwt::claims);
  private static final Field<Jwt, String> ROLES_CLAIM =
      Field.of(
          "rolesClaim",
          "Claim that lists the user's roles; dots go deeper.",
          Types.text("the name of a claim"),
          "roles",
          Jwt::rolesClaim);
  private static final Field<Jwt, Duration> SKEW =
      Field.of(
          "skew",
          "Difference of clocks that is put up with.",
          Types.span(Duration.ZERO, Duration.ofMinutes(10)),
          Duration.ofSeconds(30),
          Jwt::skew);
  private static final Field<Jwt, String> HEADER =
      Field.of(
          "header",
          "Header that the token comes in; after 'Bearer ' in authorization.",
          Terms.header(),
          "authorization",
          Jwt::header);
  private static final Field<Jwt, String> COOKIE =
      Field.of(
          "cookie",
          "Cookie that the token may come in instead; empty for none.",
          Types.anyText(),
          "",
          Jwt::cookie);
  private static final Field<Jwt, SortedMap<String, String>> FORWARD =
      Field.of(
          "forward",
          "Claims told to the action, by header; the client's own such headers are dropped.",
          Types.map("header", Terms::headerName, Types.text("the name of a claim")),
          new TreeMap<>(),
          Jwt::forward);

  /// Members, bounds and defaults.
  public static final Shape<Jwt> SHAPE =
      Shape.of(
          "Jwt",
          "A JSON Web Token in the Authorization header.",
          List.of(
              JWKS,
              KEY,
              ALGORITHMS,
              ISSUER,
              AUDIENCE,
              CLAIMS,
              ROLES_CLAIM,
              SKEW,
              HEADER,
              COOKIE,
              FORWARD),
          v ->
              new Jwt(
                  v.maybe(JWKS),
                  v.maybe(KEY),
                  v.get(ALGORITHMS),
                  v.get(ISSUER),
                  v.get(AUDIENCE),
                  v.get(CLAIMS),
                  v.get(ROLES_CLAIM),
                  v.get(SKEW),
                  v.get(HEADER),
                  v.get(COOKIE),
                  v.get(FORWARD)));

  public Jwt {
    if (jwks != null) {
      JWKS.check(jwks);
    }
    algorithms = List.copyOf(algorithms);
    ALGORITHMS.check(algorithms);
    ISSUER.check(issuer);
    audience = List.copyOf(audience);
    AUDIENCE.check(audience);
    claims = Collections.unmodifiableSortedMap(new TreeMap<>(claims));
    CLAIMS.check(claims);
    ROLES_CLAIM.check(rolesClaim);
    SKEW.check(skew);
    HEADER.check(header);
    COOKIE.check(cookie);
    forward = Collections.unmodifiableSortedMap(new TreeMap<>(forward));
    FORWARD.check(forward);
    Check.that(
        (jwks == null) != (key == null),
        "jwks",
        "be there or key, and not both",
        jwks == null ? "neither" : "both");
  }

  private static String algorithm(String text) {
    if (!text.matches("(HS|RS|ES|PS)(256|384|512)|EdDSA")) {
      throw new IllegalArgumentException(
          "must be HS, RS, ES or PS with 256, 384 or 512, or EdDSA, but is '" + text + "'");
    }
    return text;
  }
}
