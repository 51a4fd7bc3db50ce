package dev.varve.http.h3;

import dev.varve.http.tls.ServerTls;
import dev.varve.http.tls.TlsCertificate;
import dev.varve.http.tls.TlsPolicy.Clients;
import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import io.netty.handler.ssl.ClientAuth;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The certificates of a listener for QUIC, whose library has contexts of its own: made when the
/// first client asks for a name, dropped when the listener shows the certificate no more. Safe for
/// use by all loops.
///
/// A connection begins with one context for all names, which knows the tickets, the policy for
/// clients and early data, and takes the certificate by name from the others.
final class QuicCertificates {
  private final ServerTls tls;
  private final boolean earlyData;
  private final ConcurrentHashMap<TlsCertificate, QuicSslContext> contexts =
      new ConcurrentHashMap<>();
  private final QuicSslContext first;

  QuicCertificates(ServerTls tls, boolean earlyData) {
    this.tls = tls;
    this.earlyData = earlyData && tls.policy().clients() == Clients.NONE;
    this.first = builder(Objects.requireNonNull(tls.certificate(""))).sni(this::named).build();
  }

  /// What every connection begins with.
  QuicSslContext first() {
    return first;
  }

  private QuicSslContext named(@Nullable String asked) {
    String name = asked == null ? "" : asked.toLowerCase(Locale.ROOT);
    TlsCertificate certificate = tls.certificate(name);
    if (certificate == null) {
      return first; // QUIC cannot refuse here: the client does, else its requests get 421
    }
    QuicSslContext known = contexts.get(certificate);
    if (known != null) {
      return known;
    }
    contexts.keySet().retainAll(tls.certificates());
    return contexts.computeIfAbsent(certificate, each -> builder(each).build());
  }

  private QuicSslContextBuilder builder(TlsCertificate certificate) {
    QuicSslContextBuilder builder =
        QuicSslContextBuilder.forServer(
                certificate.privateKey(), null, array(certificate.certificates()))
            .applicationProtocols("h3")
            .earlyData(earlyData)
            .clientAuth(clientAuth(tls.policy().clients()));
    String authorities = tls.policy().authorities();
    if (authorities != null) {
      builder.trustManager(array(TlsCertificate.parse(authorities)));
    }
    return builder;
  }

  private static X509Certificate[] array(List<X509Certificate> certificates) {
    return certificates.toArray(X509Certificate[]::new);
  }

  private static ClientAuth clientAuth(Clients clients) {
    return switch (clients) {
      case NONE -> ClientAuth.NONE;
      case OPTIONAL -> ClientAuth.OPTIONAL;
      case REQUIRED -> ClientAuth.REQUIRE;
    };
  }
}
