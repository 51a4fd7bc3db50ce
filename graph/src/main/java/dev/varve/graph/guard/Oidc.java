package dev.varve.graph.guard;

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

/// A login with an OpenID Connect provider, kept in a session.
public record Oidc(
    String issuer,
    Value clientId,
    Value clientSecret,
    List<String> scopes,
    String callback,
    String logout,
    String rolesClaim,
    Duration idle,
    Duration lifetime,
    SortedMap<String, String> forward)
    implements Guard {
  private static final Field<Oidc, String> ISSUER =
      Field.required("issuer", "URL of the provider.", Terms.url(), Oidc::issuer);
  private static final Field<Oidc, Value> CLIENT_ID =
      Field.required("clientId", "Id that the provider gave.", Value.TYPE, Oidc::clientId);
  private static final Field<Oidc, Value> CLIENT_SECRET =
      Field.required(
          "clientSecret", "Secret that the provider gave.", Value.REFERENCE, Oidc::clientSecret);
  private static final Field<Oidc, List<String>> SCOPES =
      Field.of(
          "scopes",
          "Scopes that are asked for.",
          Types.list(Types.text("a scope")),
          List.of("openid", "profile", "email"),
          Oidc::scopes);
  private static final Field<Oidc, String> CALLBACK =
      Field.of(
          "callback",
          "Path that the provider sends the browser back to.",
          Terms.urlPath(),
          "/.varve/oidc/callback",
          Oidc::callback);
  private static final Field<Oidc, String> LOGOUT =
      Field.of(
          "logout",
          "Path that ends the session.",
          Terms.urlPath(),
          "/.varve/oidc/logout",
          Oidc::logout);
  private static final Field<Oidc, String> ROLES_CLAIM =
      Field.of(
          "rolesClaim",
          "Claim that lists the user's roles; dots go deeper.",
          Types.text("the name of a claim"),
          "roles",
          Oidc::rolesClaim);
  private static final Field<Oidc, Duration> IDLE =
      Field.of(
          "idle",
          "A session ends after this time without a request.",
          Types.span(Duration.ofMinutes(1), Duration.ofDays(30)),
          Duration.ofHours(1),
          Oidc::idle);
  private static final Field<Oidc, Duration> LIFETIME =
      Field.of(
          "lifetime",
          "A session ends after this time in any case.",
          Types.span(Duration.ofMinutes(1), Duration.ofDays(365)),
          Duration.ofHours(12),
          Oidc::lifetime);
  private static final Field<Oidc, SortedMap<String, String>> FORWARD =
      Field.of(
          "forward",
          "Claims told to the action, by header; the client's own such headers are dropped.",
          Types.map("header", Terms::headerName, Types.text("the name of a claim")),
          new TreeMap<>(),
          Oidc::forward);

  /// Members, bounds and defaults.
  public static final Shape<Oidc> SHAPE =
      Shape.of(
          "Oidc",
          "A login with an OpenID Connect provider, kept in a session.",
          List.of(
              ISSUER,
              CLIENT_ID,
              CLIENT_SECRET,
              SCOPES,
              CALLBACK,
              LOGOUT,
              ROLES_CLAIM,
              IDLE,
              LIFETIME,
              FORWARD),
          v ->
              new Oidc(
                  v.get(ISSUER),
                  v.get(CLIENT_ID),
                  v.get(CLIENT_SECRET),
                  v.get(SCOPES),
                  v.get(CALLBACK),
                  v.get(LOGOUT),
                  v.get(ROLES_CLAIM),
                  v.get(IDLE),
                  v.get(LIFETIME),
                  v.get(FORWARD)));

  public Oidc {
    ISSUER.check(issuer);
    scopes = List.copyOf(scopes);
    SCOPES.check(scopes);
    CALLBACK.check(callback);
    LOGOUT.check(logout);
    ROLES_CLAIM.check(rolesClaim);
    IDLE.check(idle);
    LIFETIME.check(lifetime);
    forward = Collections.unmodifiableSortedMap(new TreeMap<>(forward));
    FORWARD.check(forward);
  }
}
