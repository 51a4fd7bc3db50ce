package dev.varve.http;

import java.security.cert.X509Certificate;
import java.util.List;

/// What a TLS handshake agreed on.
///
/// @param serverName the SNI name in lower case, empty when the client sent none
/// @param alpn such as `h2`, empty when none was agreed
/// @param version such as `TLSv1.3`
/// @param clientCertificates the verified chain of the client, its own first; empty without one
/// @param resumed whether a former session was taken up again
public record TlsFacts(
    String serverName,
    String alpn,
    String version,
    String cipher,
    List<X509Certificate> clientCertificates,
    boolean resumed) {
  public TlsFacts {
    clientCertificates = List.copyOf(clientCertificates);
  }
}
