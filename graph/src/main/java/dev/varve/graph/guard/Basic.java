package dev.varve.graph.guard;

import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Shape;
import dev.varve.graph.shape.Type;
import dev.varve.graph.term.Terms;
import dev.varve.graph.term.Value;
import java.util.List;

/// A user name and password (HTTP Basic).
public record Basic(Value users, String realm) implements Guard {
  private static final Field<Basic, Value> USERS =
      Field.required(
          "users",
          "htpasswd text (bcrypt or argon2 hashes): a reference to a secret, or the path of a file.",
          Value.TYPE,
          Basic::users);
  private static final Field<Basic, String> REALM =
      Field.of(
          "realm",
          "What the browser shows when it asks.",
          Terms.fieldText(),
          "Restricted",
          Basic::realm);

  /// Members, bounds and defaults.
  public static final Shape<Basic> SHAPE =
      Shape.of(
          "Basic",
          "A user name and password (HTTP Basic).",
          List.of(USERS, REALM),
          v -> new Basic(v.get(USERS), v.get(REALM)));

  public Basic {
    REALM.check(realm);
  }

  /// As it may be written: the users alone.
  public static final Type<Basic> TYPE =
      SHAPE.orFirst(Value.TYPE, users -> new Basic(users, "Restricted"));
}
