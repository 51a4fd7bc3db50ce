package dev.varve.graph.upstream;

import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Shape;
import dev.varve.graph.shape.Type;
import dev.varve.graph.shape.Types;
import dev.varve.graph.term.Template;
import dev.varve.graph.term.Terms;
import java.util.List;

/// How targets are spoken to over TLS.
public record UpstreamTls(
    boolean verify, Template serverName, String ca, String certificate, String key) {
  private static final Field<UpstreamTls, Boolean> VERIFY =
      Field.of(
          "verify",
          "Whether the certificate must be valid for the name.",
          Types.bool(),
          true,
          UpstreamTls::verify);
  private static final Field<UpstreamTls, Template> SERVER_NAME =
      Field.of(
          "serverName",
          "Name sent and checked; empty for the target's own host.",
          Terms.template(),
          Template.parse(""),
          UpstreamTls::serverName);
  private static final Field<UpstreamTls, String> CA =
      Field.of(
          "ca",
          "File of the authorities that are trusted; empty for the system's.",
          Types.anyText(),
          "",
          UpstreamTls::ca);
  private static final Field<UpstreamTls, String> CERTIFICATE =
      Field.of(
          "certificate",
          "File of the certificate that the edge shows; empty for none.",
          Types.anyText(),
          "",
          UpstreamTls::certificate);
  private static final Field<UpstreamTls, String> KEY =
      Field.of(
          "key",
          "File of the private key of that certificate.",
          Types.anyText(),
          "",
          UpstreamTls::key);

  /// Members, bounds and defaults.
  public static final Shape<UpstreamTls> SHAPE =
      Shape.of(
          "UpstreamTls",
          "How targets are spoken to over TLS.",
          List.of(VERIFY, SERVER_NAME, CA, CERTIFICATE, KEY),
          v ->
              new UpstreamTls(
                  v.get(VERIFY), v.get(SERVER_NAME), v.get(CA), v.get(CERTIFICATE), v.get(KEY)));

  /// Every default.
  public static final UpstreamTls DEFAULT = SHAPE.defaults();

  public UpstreamTls {
    SERVER_NAME.check(serverName);
    CA.check(ca);
    CERTIFICATE.check(certificate);
    KEY.check(key);
  }

  /// As it may be written: `true` for the defaults.
  public static final Type<UpstreamTls> TYPE = SHAPE.or(Types.yes(), _ -> DEFAULT);
}
