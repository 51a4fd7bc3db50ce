package dev.varve.http.server;

import dev.varve.base.Check;
import dev.varve.http.ServerLimits;
import dev.varve.http.ServerTimeouts;
import dev.varve.http.h3.H3Options;
import dev.varve.http.tls.ServerTls;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Where a listener listens and what it allows. Made by [#on] and the `with` methods; parts may be
/// added, so the constructor is not to be called by others.
///
/// @param address port 0 takes a free one; `::` takes IPv4 too
/// @param backlog how many connections wait in the kernel
/// @param deferAccept whether the kernel hands a connection over only with its first bytes (Linux)
/// @param shared whether another process may listen on the same address at the same time, as when
///   one version of the program takes over from another
/// @param proxies see [#withProxies]
/// @param h3 see [#withH3]
public record ListenerOptions(
    SocketAddress address,
    ServerLimits limits,
    ServerTimeouts timeouts,
    int backlog,
    boolean deferAccept,
    boolean shared,
    @Nullable ServerTls tls,
    Predicate<SocketAddress> proxies,
    @Nullable H3Options h3) {
  public ListenerOptions {
    Check.within("listen.backlog", backlog, 1, 65_535);
  }

  /// The same on another address.
  public ListenerOptions withAddress(SocketAddress address) {
    return new ListenerOptions(
        address, limits, timeouts, backlog, deferAccept, shared, tls, proxies, h3);
  }

  /// A listener with the default limits.
  public static ListenerOptions on(SocketAddress address) {
    return new ListenerOptions(
        address,
        ServerLimits.DEFAULT,
        ServerTimeouts.DEFAULT,
        4_096,
        false,
        false,
        null,
        _ -> false,
        null);
  }

  /// On a port of all addresses of this machine, IPv4 and IPv6.
  public static ListenerOptions onPort(int port) {
    return on(new InetSocketAddress(port));
  }

  /// On a port that only programs on this machine reach.
  public static ListenerOptions onLoopback(int port) {
    return on(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
  }

  /// On a unix socket. A stale one at the path is replaced; the path goes away with the listener.
  public static ListenerOptions onUnix(Path path) {
    return on(UnixDomainSocketAddress.of(path));
  }

  public ListenerOptions withLimits(ServerLimits limits) {
    return new ListenerOptions(
        address, limits, timeouts, backlog, deferAccept, shared, tls, proxies, h3);
  }

  public ListenerOptions withTimeouts(ServerTimeouts timeouts) {
    return new ListenerOptions(
        address, limits, timeouts, backlog, deferAccept, shared, tls, proxies, h3);
  }

  public ListenerOptions withBacklog(int backlog) {
    return new ListenerOptions(
        address, limits, timeouts, backlog, deferAccept, shared, tls, proxies, h3);
  }

  public ListenerOptions withDeferAccept(boolean deferAccept) {
    return new ListenerOptions(
        address, limits, timeouts, backlog, deferAccept, shared, tls, proxies, h3);
  }

  public ListenerOptions withShared(boolean shared) {
    return new ListenerOptions(
        address, limits, timeouts, backlog, deferAccept, shared, tls, proxies, h3);
  }

  /// Speaks TLS only; null for clear text.
  public ListenerOptions withTls(@Nullable ServerTls tls) {
    return new ListenerOptions(
        address, limits, timeouts, backlog, deferAccept, shared, tls, proxies, h3);
  }

  /// Connections from these addresses must begin with a PROXY header (version 1 or 2), before TLS
  /// too, and are the client's whom it tells; `connectionsPerAddress` does not count them. All
  /// others must not begin with one. Tested by several loops at once.
  public ListenerOptions withProxies(Predicate<SocketAddress> proxies) {
    return new ListenerOptions(
        address, limits, timeouts, backlog, deferAccept, shared, tls, proxies, h3);
  }

  /// Speaks HTTP/3 too, on the UDP port of the same number, and says so in the answers over TCP;
  /// null for not. Needs TLS. Where QUIC's library does not run, a warning says so and TCP serves
  /// alone.
  public ListenerOptions withH3(@Nullable H3Options h3) {
    return new ListenerOptions(
        address, limits, timeouts, backlog, deferAccept, shared, tls, proxies, h3);
  }
}
