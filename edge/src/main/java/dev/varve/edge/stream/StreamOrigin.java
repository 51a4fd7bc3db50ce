package dev.varve.edge.stream;

import dev.varve.edge.upstream.UpstreamGroup;
import dev.varve.graph.upstream.ProxyProtocol;
import dev.varve.http.client.Origin;
import dev.varve.http.client.OriginTls;
import dev.varve.http.proxyprotocol.ProxyHeader;
import dev.varve.http.proxyprotocol.ProxyHeaderWriter;
import dev.varve.http.server.StreamConnection;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a target is met by a stream.
final class StreamOrigin {
  private StreamOrigin() {}

  /// Over TLS no protocol is offered: what is spoken is not known here.
  static Origin of(Origin origin) {
    OriginTls tls = origin.tls();
    return tls == null
        ? origin
        : new Origin(origin.scheme(), origin.host(), origin.port(), tls.withAlpn(List.of()));
  }

  /// What a target hears ahead of the client's first byte, or null.
  static @Nullable ByteBuffer header(
      UpstreamGroup group, StreamConnection client, String serverName) {
    ProxyProtocol version = group.settings().proxyProtocol();
    return switch (version) {
      case OFF -> null;
      case V1 -> ProxyHeaderWriter.first(header(client, serverName));
      case V2 -> ProxyHeaderWriter.second(header(client, serverName));
    };
  }

  private static ProxyHeader header(StreamConnection client, String serverName) {
    return client.peer().remote() instanceof InetSocketAddress from
            && client.peer().local() instanceof InetSocketAddress to
        ? new ProxyHeader(from, to, serverName)
        : ProxyHeader.UNKNOWN;
  }
}
