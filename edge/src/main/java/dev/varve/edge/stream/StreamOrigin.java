package dev.varve.edge.stream;

import dev.varve.http.client.Origin;
import dev.varve.http.client.OriginTls;
import dev.varve.http.proxyprotocol.ProxyHeader;
import dev.varve.http.server.StreamConnection;
import java.net.InetSocketAddress;
import java.util.List;

/// How a target is met by a stream.
final class StreamOrigin {
  private StreamOrigin() {}

  /// Over TLS no protocol is offered: what is spoken is not known here. A target that is to be told
  /// whom the connection is for hears the client's addresses, and the name it asked for.
  static Origin of(Origin origin, StreamConnection client, String serverName) {
    OriginTls tls = origin.tls();
    Origin silent =
        tls == null
            ? origin
            : new Origin(origin.scheme(), origin.host(), origin.port(), tls.withAlpn(List.of()));
    Origin.Introduction introduction = origin.introduction();
    return introduction == null
        ? silent
        : silent.withIntroduction(
            new Origin.Introduction(introduction.binary(), header(client, serverName)));
  }

  private static ProxyHeader header(StreamConnection client, String serverName) {
    return client.peer().remote() instanceof InetSocketAddress from
            && client.peer().local() instanceof InetSocketAddress to
        ? new ProxyHeader(from, to, serverName)
        : ProxyHeader.UNKNOWN;
  }
}
