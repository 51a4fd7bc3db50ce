package dev.varve.graph.listen;

import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Shape;
import dev.varve.graph.shape.Types;
import dev.varve.graph.term.Terms;
import java.util.List;

/// Certificates that clients show.
public record ClientAuth(String ca, ClientAuthMode mode) {
  private static final Field<ClientAuth, String> CA =
      Field.required(
          "ca", "File of the authorities (PEM) that sign them.", Terms.file(), ClientAuth::ca);
  private static final Field<ClientAuth, ClientAuthMode> MODE =
      Field.of(
          "mode",
          "Whether every client must show one.",
          Types.word(ClientAuthMode.values()),
          ClientAuthMode.REQUIRE,
          ClientAuth::mode);

  /// Members, bounds and defaults.
  public static final Shape<ClientAuth> SHAPE =
      Shape.of(
          "ClientAuth",
          "Certificates that clients show.",
          List.of(CA, MODE),
          v -> new ClientAuth(v.get(CA), v.get(MODE)));

  public ClientAuth {
    CA.check(ca);
  }
}
