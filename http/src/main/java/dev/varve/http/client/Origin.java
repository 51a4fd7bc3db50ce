package dev.varve.http.client;

import dev.varve.base.Check;
import dev.varve.http.net.Transport;
import dev.varve.http.proxyprotocol.ProxyHeader;
import dev.varve.http.proxyprotocol.ProxyHeaderWriter;
import dev.varve.http.tls.ClientTls;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The full identity of where requests go. Connections are shared between requests whose origins
/// are equal, and only between those.
///
/// @param scheme `http` or `https`
/// @param host a name or an IP address without brackets; the path of a unix socket when port is 0
/// @param port 1 to 65535, or 0 for a unix socket
/// @param tls how TLS is spoken; null without TLS
/// @param http2 whether a plain origin is known to speak HTTP/2; over TLS it is asked by ALPN
/// @param introduction told ahead of the first byte of a connection; null for nothing
public record Origin(
    String scheme,
    String host,
    int port,
    @Nullable OriginTls tls,
    boolean http2,
    @Nullable Introduction introduction) {
  /// For whom a connection is made, by the PROXY protocol.
  ///
  /// @param binary version 2, else version 1
  public record Introduction(boolean binary, ProxyHeader header) {
    ByteBuffer encoded() {
      return binary ? ProxyHeaderWriter.second(header) : ProxyHeaderWriter.first(header);
    }
  }

  public Origin {
    Check.that(
        scheme.equals("http") || scheme.equals("https"),
        "origin.scheme",
        "be http or https",
        scheme);
    Check.notBlank("origin.host", host);
    Check.within("origin.port", port, 0, 65_535);
    Check.that(
        scheme.equals("https") == (tls != null), "origin.tls", "be given for https only", scheme);
  }

  /// An origin that is told nothing ahead.
  public Origin(String scheme, String host, int port, @Nullable OriginTls tls, boolean http2) {
    this(scheme, host, port, tls, http2, null);
  }

  /// The same, told for whom its connections are.
  public Origin withIntroduction(@Nullable Introduction other) {
    return new Origin(scheme, host, port, tls, http2, other);
  }

  /// An origin that speaks HTTP/1.1, or what ALPN finds.
  public Origin(String scheme, String host, int port, @Nullable OriginTls tls) {
    this(scheme, host, port, tls, false);
  }

  /// A plain HTTP/1.1 origin.
  public static Origin http(String host, int port) {
    return new Origin("http", host, port, null);
  }

  /// An HTTP/1.1 origin over TLS, verified against the system's authorities under its host name.
  public static Origin https(String host, int port) {
    return new Origin("https", host, port, OriginTls.verified(host));
  }

  /// A plain HTTP/1.1 origin on a unix socket.
  public static Origin unix(Path path) {
    return new Origin("http", path.toString(), 0, null);
  }

  /// A plain HTTP/2 origin, known as such beforehand.
  public static Origin h2c(String host, int port) {
    return new Origin("http", host, port, null, true);
  }

  /// Whether its connections may turn out to be HTTP/2.
  boolean mayBeHttp2() {
    return http2 || (tls != null && tls.alpn().contains("h2"));
  }

  /// The same, over HTTP/1.1 only; null when it does not speak that.
  @Nullable Origin overHttp1() {
    return tls == null || !tls.alpn().contains("http/1.1")
        ? null
        : new Origin(scheme, host, port, tls.withAlpn(List.of("http/1.1")), false, introduction);
  }

  /// Whether a connection, which is made, speaks HTTP/2.
  boolean isHttp2(Transport transport) {
    return tls == null ? http2 : ClientTls.protocol(transport).equals("h2");
  }

  public boolean isUnix() {
    return port == 0;
  }

  /// Asked for each request that is sent. What a record makes of all its parts costs 0.13 us; few
  /// origins differ in others than these.
  @Override
  public int hashCode() {
    return host.hashCode() * 31 + port;
  }

  /// `host:port`, brackets around IPv6, or the path of the socket; for logs.
  @Override
  public String toString() {
    if (isUnix()) {
      return "unix:" + host;
    }
    String shown = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    return scheme + "://" + shown + ":" + port;
  }
}
