package dev.varve.graph.guard;

import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Shape;
import dev.varve.graph.shape.Type;
import dev.varve.graph.shape.Types;
import java.util.List;

/// A client certificate that the listener has verified.
public record ClientCertificate(List<String> subjects, String forward) implements Guard {
  private static final Field<ClientCertificate, List<String>> SUBJECTS =
      Field.of(
          "subjects",
          "Names of which the certificate must have one; empty for any verified certificate.",
          Types.list(Types.text("a subject or subject alternative name")),
          List.of(),
          ClientCertificate::subjects);
  private static final Field<ClientCertificate, String> FORWARD =
      Field.of(
          "forward",
          "Header that tells the action the subject; the client's own is dropped; empty for none.",
          Types.anyText(),
          "",
          ClientCertificate::forward);

  /// Members, bounds and defaults.
  public static final Shape<ClientCertificate> SHAPE =
      Shape.of(
          "ClientCertificate",
          "A client certificate that the listener has verified.",
          List.of(SUBJECTS, FORWARD),
          v -> new ClientCertificate(v.get(SUBJECTS), v.get(FORWARD)));

  /// Every default.
  public static final ClientCertificate DEFAULT = SHAPE.defaults();

  public ClientCertificate {
    subjects = List.copyOf(subjects);
    SUBJECTS.check(subjects);
    FORWARD.check(forward);
  }

  /// As it may be written: `true` for any verified certificate.
  public static final Type<ClientCertificate> TYPE = SHAPE.or(Types.yes(), _ -> DEFAULT);
}
