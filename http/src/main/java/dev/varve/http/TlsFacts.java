package dev.varve.http;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Predicate;

/// What a TLS handshake agreed on.
///
/// @param serverName the SNI name in lower case, empty when the client sent none
/// @param alpn such as `h2`, empty when none was agreed
/// @param version such as `TLSv1.3`
/// @param group how keys were exchanged, such as `X25519MLKEM768`; empty when the engine does not
///   tell
/// @param clientCertificates the verified chain of the client, its own first; empty without one
/// @param resumed whether a former session was taken up again
/// @param shared which other hosts are shown by the same certificate under the same terms
public record TlsFacts(
    String serverName,
    String alpn,
    String version,
    String cipher,
    String group,
    List<X509Certificate> clientCertificates,
    boolean resumed,
    Predicate<String> shared) {
  public TlsFacts {
    clientCertificates = List.copyOf(clientCertificates);
  }

  /// A connection that may serve all hosts, of an engine that does not tell the group.
  public TlsFacts(
      String serverName,
      String alpn,
      String version,
      String cipher,
      List<X509Certificate> clientCertificates,
      boolean resumed) {
    this(serverName, alpn, version, cipher, "", clientCertificates, resumed, _ -> true);
  }

  /// Whether requests for a host may come on this connection (RFC 9110, 7.4). One that was opened
  /// under another name would have been shown another certificate; who named nobody may ask for
  /// all.
  ///
  /// @param host in lower case, without a port
  public boolean mayServe(String host) {
    return serverName.isEmpty() || serverName.equals(host) || shared.test(host);
  }
}
