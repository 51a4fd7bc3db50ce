package dev.varve.http.tls;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a server demands of TLS clients.
///
/// @param library who does the cryptography
/// @param protocols such as `TLSv1.3` and `TLSv1.2`
/// @param alpn what is offered, best first
/// @param clients whether clients show certificates
/// @param authorities PEM of those that sign client certificates; null where clients show none
public record TlsPolicy(
    TlsLibrary library,
    List<String> protocols,
    List<String> alpn,
    Clients clients,
    @Nullable String authorities) {
  /// Whether clients show certificates.
  public enum Clients {
    /// They are not asked.
    NONE,
    /// They may; one that is shown must be good.
    OPTIONAL,
    /// They must.
    REQUIRED
  }

  /// TLS 1.2 and 1.3 with HTTP/2 and HTTP/1.1.
  public static final TlsPolicy DEFAULT =
      new TlsPolicy(
          TlsLibrary.best(),
          List.of("TLSv1.3", "TLSv1.2"),
          List.of("h2", "http/1.1"),
          Clients.NONE,
          null);

  public TlsPolicy {
    protocols = List.copyOf(protocols);
    alpn = List.copyOf(alpn);
    if (clients != Clients.NONE && authorities == null) {
      throw new IllegalArgumentException(
          "tls.authorities must be given where clients show certificates, but is missing");
    }
  }

  public TlsPolicy withLibrary(TlsLibrary other) {
    return new TlsPolicy(other, protocols, alpn, clients, authorities);
  }

  public TlsPolicy withAlpn(List<String> offered) {
    return new TlsPolicy(library, protocols, offered, clients, authorities);
  }

  public TlsPolicy withProtocols(List<String> versions) {
    return new TlsPolicy(library, versions, alpn, clients, authorities);
  }

  public TlsPolicy withClients(Clients demand, @Nullable String pem) {
    return new TlsPolicy(library, protocols, alpn, demand, pem);
  }
}
