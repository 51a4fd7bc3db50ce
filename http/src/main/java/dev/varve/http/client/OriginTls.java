package dev.varve.http.client;

import dev.varve.http.tls.ClientTls;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How TLS is spoken to an origin.
///
/// @param serverName sent as SNI and checked against the certificate; empty sends none
/// @param verify whether the certificate is checked; false is for tests and self-signed upstreams
/// @param authorities PEM file of the authorities that are trusted; null for the system's
/// @param certificate PEM chain this client shows; null for none
/// @param key PEM private key of `certificate`; null for none
/// @param alpn protocols offered, such as `h2` and `http/1.1`, best first; empty for none
public record OriginTls(
    String serverName,
    boolean verify,
    @Nullable Path authorities,
    @Nullable Path certificate,
    @Nullable Path key,
    List<String> alpn) {
  public OriginTls {
    alpn = List.copyOf(alpn);
  }

  /// Verified against the system's authorities.
  public static OriginTls verified(String serverName) {
    return new OriginTls(serverName, true, null, null, null, List.of("http/1.1"));
  }

  /// Not verified at all.
  public static OriginTls unverified(String serverName) {
    return new OriginTls(serverName, false, null, null, null, List.of("http/1.1"));
  }

  public OriginTls withAuthorities(@Nullable Path pem) {
    return new OriginTls(serverName, verify, pem, certificate, key, alpn);
  }

  public OriginTls withCertificate(@Nullable Path chain, @Nullable Path privateKey) {
    return new OriginTls(serverName, verify, authorities, chain, privateKey, alpn);
  }

  public OriginTls withAlpn(List<String> protocols) {
    return new OriginTls(serverName, verify, authorities, certificate, key, protocols);
  }

  ClientTls.Policy policy() {
    return new ClientTls.Policy(verify, authorities, certificate, key, alpn);
  }
}
