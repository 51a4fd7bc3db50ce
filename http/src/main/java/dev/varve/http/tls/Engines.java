package dev.varve.http.tls;

import dev.varve.http.tls.TlsPolicy.Clients;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.internal.tcnative.SSL;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/// Makes TLS contexts and engines: BoringSSL's where its library loads, else the JDK's.
final class Engines {
  /// Key exchange with forward secrecy and authenticated encryption only.
  private static final List<String> CIPHERS =
      List.of(
          "TLS_AES_128_GCM_SHA256",
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  /// Best first; the first is safe from computers that do not exist yet.
  private static final String[] GROUPS = {"X25519MLKEM768", "X25519", "P-256", "P-384"};

  private static final Duration TICKET_LIFE = Duration.ofHours(24);

  private Engines() {}

  static SslContext server(TlsCertificate certificate, TlsPolicy policy, ServerTerms terms)
      throws SSLException {
    SslContextBuilder builder =
        SslContextBuilder.forServer(
                TlsCertificate.stream(certificate.chain()),
                TlsCertificate.stream(certificate.key()))
            .sslProvider(policy.library().provider())
            .protocols(policy.protocols())
            .ciphers(CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
            .enableOcsp(policy.library() == TlsLibrary.BORINGSSL)
            .clientAuth(clientAuth(policy.clients()));
    if (policy.authorities() != null) {
      builder.trustManager(TlsCertificate.stream(policy.authorities()));
    }
    SslContext context = withAlpn(withGroups(builder, policy.library()), policy.alpn()).build();
    resume(context, terms.tickets() != null);
    return context;
  }

  /// Sessions are kept by clients, in tickets, never here. The JDK cannot be told not to; it then
  /// forgets them after a second.
  private static void resume(SslContext context, boolean wanted) {
    if (context.sessionContext() instanceof OpenSslSessionContext sessions) {
      sessions.setSessionCacheEnabled(false);
      sessions.setSessionTimeout(Math.toIntExact(TICKET_LIFE.toSeconds()));
    } else if (!wanted) {
      context.sessionContext().setSessionTimeout(1);
    }
  }

  private static ClientAuth clientAuth(Clients clients) {
    return switch (clients) {
      case NONE -> ClientAuth.NONE;
      case OPTIONAL -> ClientAuth.OPTIONAL;
      case REQUIRED -> ClientAuth.REQUIRE;
    };
  }

  static SslContextBuilder client(TlsLibrary library, List<String> alpn) {
    SslContextBuilder builder = SslContextBuilder.forClient().sslProvider(library.provider());
    return withAlpn(withGroups(builder, library), alpn);
  }

  private static SslContextBuilder withGroups(SslContextBuilder builder, TlsLibrary library) {
    return library == TlsLibrary.BORINGSSL
        ? builder.option(OpenSslContextOption.GROUPS, GROUPS.clone())
        : builder;
  }

  private static SslContextBuilder withAlpn(SslContextBuilder builder, List<String> alpn) {
    if (alpn.isEmpty()) {
      return builder;
    }
    return builder.applicationProtocolConfig(
        new ApplicationProtocolConfig(
            Protocol.ALPN,
            SelectorFailureBehavior.NO_ADVERTISE,
            SelectedListenerFailureBehavior.ACCEPT,
            alpn));
  }

  static SSLEngine engine(SslContext context) {
    return context.newEngine(UnpooledByteBufAllocator.DEFAULT);
  }

  static SSLEngine engine(SslContext context, String serverName, int port) {
    return serverName.isEmpty()
        ? context.newEngine(UnpooledByteBufAllocator.DEFAULT)
        : context.newEngine(UnpooledByteBufAllocator.DEFAULT, serverName, port);
  }

  /// Gives the client no ticket, where the engine can be told.
  static void withoutTickets(SSLEngine engine) {
    if (engine instanceof ReferenceCountedOpenSslEngine openSsl) {
      SSL.setOptions(openSsl.sslPointer(), SSL.SSL_OP_NO_TICKET);
    }
  }

  /// Shows an answer of the authority beside the certificate, where the engine can.
  static void staple(SSLEngine engine, byte[] answer) {
    if (engine instanceof ReferenceCountedOpenSslEngine openSsl) {
      openSsl.setOcspResponse(answer);
    }
  }

  static boolean isResumed(SSLEngine engine) {
    return engine instanceof ReferenceCountedOpenSslEngine openSsl
        && SSL.isSessionReused(openSsl.sslPointer());
  }

  /// The group of the key exchange; empty when the engine does not tell.
  static String group(SSLEngine engine) {
    if (!(engine instanceof ReferenceCountedOpenSslEngine openSsl)) {
      return "";
    }
    try {
      String group = SSL.getGroupName(openSsl.sslPointer());
      return group == null ? "" : group;
    } catch (Exception _) {
      return ""; // the library has no word for it
    }
  }

  /// Gives an engine's memory outside the heap back.
  static void release(SSLEngine engine) {
    ReferenceCountUtil.safeRelease(engine);
  }
}
