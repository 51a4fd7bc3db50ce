package dev.varve.edge.guard;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/// The names a certificate bears.
final class CertificateNames {
  private CertificateNames() {}

  /// Whether its subject, or one of its alternative names, is among these.
  static boolean has(X509Certificate certificate, Set<String> wanted) {
    if (wanted.contains(certificate.getSubjectX500Principal().getName())) {
      return true;
    }
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names != null
          && names.stream()
              .anyMatch(name -> name.get(1) instanceof String text && wanted.contains(text));
    } catch (CertificateParsingException _) {
      return false;
    }
  }
}
