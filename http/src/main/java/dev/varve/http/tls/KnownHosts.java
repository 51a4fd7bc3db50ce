package dev.varve.http.tls;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// The virtual hosts of a server, and what becomes of clients that ask for another one. A session
/// is resumed only at the host it began with.
///
/// @param names in lower case, exact or `*.example.com`
/// @param refusesOthers whether a name that neither a host nor a certificate has is refused;
///   clients that name nobody are never refused
public record KnownHosts(Set<String> names, boolean refusesOthers) {
  /// Whoever asks for an unknown name gets the first certificate.
  public static final KnownHosts ANY = new KnownHosts(Set.of(), false);

  public KnownHosts {
    names =
        names.stream()
            .map(each -> each.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
  }
}
