package dev.varve.graph.route;

import dev.varve.graph.guard.Guard;
import dev.varve.graph.guard.Guards;
import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Shape;
import dev.varve.graph.shape.Types;
import dev.varve.graph.term.Terms;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who may use a route.
public record Access(
    List<String> allow,
    List<String> deny,
    @Nullable Cors cors,
    @Nullable Csrf csrf,
    @Nullable Guard auth,
    List<String> roles,
    List<String> scopes) {
  private static final Field<Access, List<String>> ALLOW =
      Field.of(
          "allow",
          "Networks of clients that may; empty for all.",
          Types.list(Terms.network()),
          List.of(),
          Access::allow);
  private static final Field<Access, List<String>> DENY =
      Field.of(
          "deny",
          "Networks of clients that may not, even if allowed.",
          Types.list(Terms.network()),
          List.of(),
          Access::deny);
  private static final Field<Access, Cors> CORS =
      Field.optional(
          "cors", "Lets pages of other origins use the answers.", Cors.TYPE, Access::cors);
  private static final Field<Access, Csrf> CSRF =
      Field.optional(
          "csrf", "Refuses changes asked for by pages of other sites.", Csrf.TYPE, Access::csrf);
  private static final Field<Access, Guard> AUTH =
      Field.optional(
          "auth",
          "Who must have logged in, and how; the name of an entry under 'auth' or a guard in"
              + " place.",
          Guards.TYPE,
          Access::auth);
  private static final Field<Access, List<String>> ROLES =
      Field.of(
          "roles",
          "Roles of which the user must have one; empty for none.",
          Types.list(Types.text("a role")),
          List.of(),
          Access::roles);
  private static final Field<Access, List<String>> SCOPES =
      Field.of(
          "scopes",
          "Scopes that the user's token must all have.",
          Types.list(Types.text("a scope")),
          List.of(),
          Access::scopes);

  /// Members, bounds and defaults.
  public static final Shape<Access> SHAPE =
      Shape.of(
          "Access",
          "Who may use a route.",
          List.of(ALLOW, DENY, CORS, CSRF, AUTH, ROLES, SCOPES),
          v ->
              new Access(
                  v.get(ALLOW),
                  v.get(DENY),
                  v.maybe(CORS),
                  v.maybe(CSRF),
                  v.maybe(AUTH),
                  v.get(ROLES),
                  v.get(SCOPES)));

  /// Every default.
  public static final Access DEFAULT = SHAPE.defaults();

  public Access {
    allow = List.copyOf(allow);
    ALLOW.check(allow);
    deny = List.copyOf(deny);
    DENY.check(deny);
    roles = List.copyOf(roles);
    ROLES.check(roles);
    scopes = List.copyOf(scopes);
    SCOPES.check(scopes);
  }

  /// With a guard, everything else by default.
  public static Access of(Guard auth) {
    return new Access(List.of(), List.of(), null, null, auth, List.of(), List.of());
  }

  /// Whether anything here can refuse a request for who sent it.
  public boolean isGuarded() {
    return auth != null || !allow.isEmpty() || !roles.isEmpty() || !scopes.isEmpty();
  }
}
