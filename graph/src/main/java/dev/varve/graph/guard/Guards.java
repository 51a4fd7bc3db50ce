package dev.varve.graph.guard;

import dev.varve.graph.guard.Guard.All;
import dev.varve.graph.guard.Guard.Any;
import dev.varve.graph.guard.Guard.Ip;
import dev.varve.graph.guard.Guard.Named;
import dev.varve.graph.guard.Guard.Not;
import dev.varve.graph.shape.Choice;
import dev.varve.graph.shape.Type;
import dev.varve.graph.term.Terms;

/// How guards are written.
public final class Guards {
  /// A name alone stands for [Named].
  public static final Type<Guard> TYPE =
      Choice.<Guard>of("Guard", "Who must have logged in, and how.")
          .with("named", "The entry of this name under 'auth'.", Named.class, () -> Named.TYPE)
          .with("jwt", "A JSON Web Token.", Jwt.class, () -> Jwt.SHAPE)
          .with("basic", "A user name and password.", Basic.class, () -> Basic.TYPE)
          .with("apiKey", "A key that a program sends.", ApiKey.class, () -> ApiKey.SHAPE)
          .with("oidc", "A login with OpenID Connect.", Oidc.class, () -> Oidc.SHAPE)
          .with(
              "forwardAuth", "Another service decides.", ForwardAuth.class, () -> ForwardAuth.TYPE)
          .with(
              "clientCertificate",
              "A verified client certificate.",
              ClientCertificate.class,
              () -> ClientCertificate.TYPE)
          .with("ip", "The client is in one of these networks.", Ip.class, () -> Ip.TYPE)
          .with("all", "Every one of these holds.", All.class, () -> All.LIST)
          .with("any", "One of these holds; they are tried in order.", Any.class, () -> Any.LIST)
          .with("not", "This does not hold.", Not.class, () -> Not.INNER)
          .or(Terms.name(), Named::new);

  private Guards() {}
}
