package dev.varve.http.tls;

import dev.varve.http.tls.TlsPolicy.Clients;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/// Makes TLS contexts and engines: BoringSSL's where its library loads, else the JDK's.
final class Engines {
  private Engines() {}

  static boolean hasBoringSsl() {
    return OpenSsl.isAvailable();
  }

  private static SslProvider provider() {
    return hasBoringSsl() ? SslProvider.OPENSSL : SslProvider.JDK;
  }

  static SslContext server(TlsCertificate certificate, TlsPolicy policy) throws SSLException {
    SslContextBuilder builder =
        SslContextBuilder.forServer(
                TlsCertificate.stream(certificate.chain()),
                TlsCertificate.stream(certificate.key()))
            .sslProvider(provider())
            .protocols(policy.protocols())
            .clientAuth(clientAuth(policy.clients()));
    if (policy.authorities() != null) {
      builder.trustManager(TlsCertificate.stream(policy.authorities()));
    }
    return withAlpn(builder, policy.alpn()).build();
  }

  private static ClientAuth clientAuth(Clients clients) {
    return switch (clients) {
      case NONE -> ClientAuth.NONE;
      case OPTIONAL -> ClientAuth.OPTIONAL;
      case REQUIRED -> ClientAuth.REQUIRE;
    };
  }

  static SslContextBuilder client(List<String> alpn) {
    return withAlpn(SslContextBuilder.forClient().sslProvider(provider()), alpn);
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

  /// Gives an engine's memory outside the heap back.
  static void release(SSLEngine engine) {
    ReferenceCountUtil.safeRelease(engine);
  }
}
