package dev.varve.edge.upstream;

import dev.varve.graph.term.Address;
import dev.varve.graph.term.Template;
import dev.varve.graph.upstream.Protocol;
import dev.varve.graph.upstream.Upstream;
import dev.varve.graph.upstream.UpstreamTls;
import dev.varve.http.client.Origin;
import dev.varve.http.client.OriginTls;
import dev.varve.http.proxyprotocol.ProxyHeader;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the targets of an upstream are spoken to.
final class Origins {
  private Origins() {}

  /// @param name what the certificate must be for, unless the upstream names another
  /// @throws IllegalArgumentException when the TLS name cannot be known here
  static Origin of(Address address, String name, Upstream settings) {
    UpstreamTls tls = settings.tls();
    OriginTls with = tls == null ? null : tls(name, tls).withAlpn(alpn(settings.protocol()));
    String scheme = tls == null ? "http" : "https";
    boolean http2 = tls == null && settings.protocol() == Protocol.H2;
    Origin plain =
        address.isUnix()
            ? new Origin(scheme, address.socket(), 0, with, http2)
            : new Origin(scheme, address.host(), address.port(), with, http2);
    return switch (settings.proxyProtocol()) {
      case OFF -> plain;
      case V1 -> plain.withIntroduction(new Origin.Introduction(false, ProxyHeader.UNKNOWN));
      case V2 -> plain.withIntroduction(new Origin.Introduction(true, ProxyHeader.UNKNOWN));
    };
  }

  private static List<String> alpn(Protocol protocol) {
    return switch (protocol) {
      case AUTO -> List.of("h2", "http/1.1");
      case H1 -> List.of("http/1.1");
      case H2 -> List.of("h2");
    };
  }

  private static OriginTls tls(String host, UpstreamTls tls) {
    Template name = tls.serverName();
    if (!name.isConstant()) {
      throw new IllegalArgumentException(
          "tls.serverName must be a name without placeholders, but is '" + name + "'");
    }
    String serverName = name.text().isEmpty() ? host : name.text();
    OriginTls base =
        tls.verify() ? OriginTls.verified(serverName) : OriginTls.unverified(serverName);
    return base.withAuthorities(path(tls.ca()))
        .withCertificate(path(tls.certificate()), path(tls.key()));
  }

  private static @Nullable Path path(String text) {
    return text.isEmpty() ? null : Path.of(text);
  }

  /// What stands in Host when the target is to be told its own name.
  static String authority(Address address, boolean tls) {
    if (address.isUnix()) {
      return "localhost";
    }
    String text = address.text();
    String usual = tls ? ":443" : ":80";
    return text.endsWith(usual) ? text.substring(0, text.length() - usual.length()) : text;
  }
}
