package dev.varve.control;

import dev.varve.http.Exchange;
import dev.varve.http.FieldName;
import dev.varve.http.Request;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.util.Locale;

/// Who may ask what of the admin listener.
///
/// - Host must be a name of this machine's loopback or the address that was connected to, so that a
///   web page cannot reach the listener through a name of its own (DNS rebinding).
/// - Origin, when a browser sends it, must be the listener itself.
/// - Probes (`/health`, `/ready`, `/live`) and `/metrics` are open to whoever reaches loopback;
///   everything else, and everything when the listener is not on loopback, needs the token or the
///   unix socket, whose file permissions are its guard.
final class AdminGate {
  private static final FieldName ORIGIN = FieldName.of("origin");

  private final AdminToken token;

  AdminGate(AdminToken token) {
    this.token = token;
  }

  /// What keeps a request out.
  enum Verdict {
    PASS,
    FOREIGN_HOST,
    FOREIGN_ORIGIN,
    NO_TOKEN
  }

  Verdict judge(Exchange exchange, boolean probe) {
    if (exchange.peer().local() instanceof UnixDomainSocketAddress) {
      return Verdict.PASS;
    }
    var local = (InetSocketAddress) exchange.peer().local();
    Request request = exchange.request();
    if (!isOwn(request.authority(), local)) {
      return Verdict.FOREIGN_HOST;
    }
    String origin = request.fields().value(ORIGIN);
    if (origin != null && !isOwnOrigin(origin, request.authority())) {
      return Verdict.FOREIGN_ORIGIN;
    }
    if (probe && local.getAddress().isLoopbackAddress()) {
      return Verdict.PASS;
    }
    String authorization = request.fields().value(FieldName.AUTHORIZATION);
    return authorization != null && token.accepts(authorization) ? Verdict.PASS : Verdict.NO_TOKEN;
  }

  private static boolean isOwn(String authority, InetSocketAddress local) {
    String host = hostOf(authority);
    if (host.equals("localhost")) {
      return true;
    }
    try {
      InetAddress named = InetAddress.ofLiteral(host);
      return named.isLoopbackAddress() || named.equals(local.getAddress());
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static String hostOf(String authority) {
    int end = authority.startsWith("[") ? authority.indexOf(']') : authority.lastIndexOf(':');
    String host = end < 0 ? authority : authority.substring(authority.startsWith("[") ? 1 : 0, end);
    return host.toLowerCase(Locale.ROOT);
  }

  private static boolean isOwnOrigin(String origin, String authority) {
    try {
      String named = URI.create(origin).getRawAuthority();
      return named != null && named.equalsIgnoreCase(authority);
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
