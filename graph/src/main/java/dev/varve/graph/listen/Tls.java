package dev.varve.graph.listen;

import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Shape;
import dev.varve.graph.shape.Types;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Certificates and how TLS is spoken.
public record Tls(
    List<CertificateFiles> certificates,
    @Nullable Acme acme,
    boolean local,
    TlsVersion minVersion,
    @Nullable ClientAuth clientAuth,
    UnknownName unknownName,
    boolean tickets,
    boolean ocsp) {
  private static final Field<Tls, List<CertificateFiles>> CERTIFICATES =
      Field.of(
          "certificates",
          "Certificates from files.",
          Types.list(CertificateFiles.SHAPE),
          List.of(),
          Tls::certificates);
  private static final Field<Tls, Acme> ACME =
      Field.optional(
          "acme", "Fetches and renews certificates for the sites.", Acme.SHAPE, Tls::acme);
  private static final Field<Tls, Boolean> LOCAL =
      Field.of(
          "local",
          "Whether hosts without another certificate get one of the local development authority.",
          Types.bool(),
          false,
          Tls::local);
  private static final Field<Tls, TlsVersion> MIN_VERSION =
      Field.of(
          "minVersion",
          "Oldest version that is spoken.",
          Types.word(TlsVersion.values(), TlsVersion::word),
          TlsVersion.TLS_1_2,
          Tls::minVersion);
  private static final Field<Tls, ClientAuth> CLIENT_AUTH =
      Field.optional(
          "clientAuth", "Asks clients for certificates.", ClientAuth.SHAPE, Tls::clientAuth);
  private static final Field<Tls, UnknownName> UNKNOWN_NAME =
      Field.of(
          "unknownName",
          "What a client gets that names no known host.",
          Types.word(UnknownName.values()),
          UnknownName.REFUSE,
          Tls::unknownName);
  private static final Field<Tls, Boolean> TICKETS =
      Field.of("tickets", "Whether sessions can be resumed.", Types.bool(), true, Tls::tickets);
  private static final Field<Tls, Boolean> OCSP =
      Field.of("ocsp", "Whether OCSP answers are stapled.", Types.bool(), true, Tls::ocsp);

  /// Members, bounds and defaults.
  public static final Shape<Tls> SHAPE =
      Shape.of(
          "Tls",
          "Certificates and how TLS is spoken.",
          List.of(CERTIFICATES, ACME, LOCAL, MIN_VERSION, CLIENT_AUTH, UNKNOWN_NAME, TICKETS, OCSP),
          v ->
              new Tls(
                  v.get(CERTIFICATES),
                  v.maybe(ACME),
                  v.get(LOCAL),
                  v.get(MIN_VERSION),
                  v.maybe(CLIENT_AUTH),
                  v.get(UNKNOWN_NAME),
                  v.get(TICKETS),
                  v.get(OCSP)));

  /// Every default.
  public static final Tls DEFAULT = SHAPE.defaults();

  public Tls {
    certificates = List.copyOf(certificates);
  }
}
