package dev.varve.http.tls;

import org.jspecify.annotations.Nullable;

/// The newest answers of certificate authorities about certificates (OCSP), shown together with
/// them (RFC 6066, 8). Asked by all loops at each handshake, so it must not wait.
@FunctionalInterface
public interface Staples {
  /// No answer for anybody.
  Staples NONE = _ -> null;

  /// The answer in DER; null when there is none that is valid.
  byte @Nullable [] of(TlsCertificate certificate);
}
