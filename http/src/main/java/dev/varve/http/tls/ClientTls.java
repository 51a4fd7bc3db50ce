package dev.varve.http.tls;

import dev.varve.http.net.Transport;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/// Makes the TLS connections of a client, with one context for each policy. Belongs to a loop.
public final class ClientTls {
  /// What an origin must show, and what is shown to it.
  ///
  /// @param verify whether its certificate and name are checked
  /// @param authorities PEM file of those that are trusted; null for the system's
  /// @param certificate PEM file with the chain to show; null for none
  /// @param key PEM file of its key
  /// @param alpn protocols offered, best first
  public record Policy(
      boolean verify,
      @Nullable Path authorities,
      @Nullable Path certificate,
      @Nullable Path key,
      List<String> alpn) {
    public Policy {
      alpn = List.copyOf(alpn);
    }
  }

  private final Map<Policy, SslContext> contexts = new HashMap<>();

  private @Nullable TlsLibrary library;

  /// With the best library of this machine, loaded for the first connection: most programs start
  /// sooner without.
  public ClientTls() {}

  ClientTls(TlsLibrary library) {
    this.library = library;
  }

  /// A transport that shakes hands over one that is not started yet.
  ///
  /// @param serverName sent as SNI and checked against the certificate; empty for neither, which is
  ///   possible only without verification
  public Transport over(Transport raw, String serverName, int port, Policy policy)
      throws IOException {
    SslContext context = contexts.get(policy);
    if (context == null) {
      context = make(policy);
      contexts.put(policy, context);
    }
    if (policy.verify() && serverName.isEmpty()) {
      throw new SSLException("server name must be given where certificates are verified");
    }
    SSLEngine engine = Engines.engine(context, serverName, port);
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm(policy.verify() ? "HTTPS" : "");
    engine.setSSLParameters(parameters);
    return TlsTransport.client(raw, engine);
  }

  /// What ALPN agreed on, for a transport of [#over] that is connected; empty for nothing.
  public static String protocol(Transport transport) {
    String agreed =
        transport instanceof TlsTransport tls ? tls.engine().getApplicationProtocol() : null;
    return agreed == null ? "" : agreed;
  }

  private SslContext make(Policy policy) throws SSLException {
    TlsLibrary chosen = library == null ? TlsLibrary.best() : library;
    library = chosen;
    SslContextBuilder builder = Engines.client(chosen, policy.alpn());
    try {
      if (!policy.verify()) {
        builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
      } else if (policy.authorities() != null) {
        builder.trustManager(policy.authorities().toFile());
      }
      if (policy.certificate() != null && policy.key() != null) {
        builder.keyManager(policy.certificate().toFile(), policy.key().toFile());
      }
      return builder.endpointIdentificationAlgorithm(policy.verify() ? "HTTPS" : null).build();
    } catch (RuntimeException cause) {
      throw new SSLException("certificates for this origin cannot be used", cause);
    }
  }
}
