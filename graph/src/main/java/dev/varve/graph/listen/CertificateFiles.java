package dev.varve.graph.listen;

import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Shape;
import dev.varve.graph.shape.Types;
import dev.varve.graph.term.Terms;
import java.util.List;

/// A certificate from files.
public record CertificateFiles(String certificate, String key, List<String> hosts) {
  private static final Field<CertificateFiles, String> CERTIFICATE =
      Field.required(
          "certificate",
          "File of the certificate chain (PEM).",
          Terms.file(),
          CertificateFiles::certificate);
  private static final Field<CertificateFiles, String> KEY =
      Field.required("key", "File of its private key (PEM).", Terms.file(), CertificateFiles::key);
  private static final Field<CertificateFiles, List<String>> HOSTS =
      Field.of(
          "hosts",
          "Hosts that it is used for; empty for those it names.",
          Types.list(Terms.host()),
          List.of(),
          CertificateFiles::hosts);

  /// Members, bounds and defaults.
  public static final Shape<CertificateFiles> SHAPE =
      Shape.of(
          "CertificateFiles",
          "A certificate from files.",
          List.of(CERTIFICATE, KEY, HOSTS),
          v -> new CertificateFiles(v.get(CERTIFICATE), v.get(KEY), v.get(HOSTS)));

  public CertificateFiles {
    CERTIFICATE.check(certificate);
    KEY.check(key);
    hosts = List.copyOf(hosts);
    HOSTS.check(hosts);
  }
}
