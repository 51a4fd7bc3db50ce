package dev.varve.graph.listen;

import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Shape;
import dev.varve.graph.shape.Types;
import java.util.List;

/// What a listener puts up with.
public record ListenerLimits(
    long uri,
    long headerBytes,
    int headerCount,
    int connections,
    int connectionsPerClient,
    int streams,
    int requests) {
  private static final Field<ListenerLimits, Long> URI =
      Field.of(
          "uri",
          "Longest request target; more gets 414.",
          Types.size(256L, 64L << 10),
          8L << 10,
          ListenerLimits::uri);
  private static final Field<ListenerLimits, Long> HEADER_BYTES =
      Field.of(
          "headerBytes",
          "Largest header block; more gets 431.",
          Types.size(1L << 10, 1L << 20),
          32L << 10,
          ListenerLimits::headerBytes);
  private static final Field<ListenerLimits, Integer> HEADER_COUNT =
      Field.of(
          "headerCount",
          "Most header fields; more gets 431.",
          Types.whole(8, 1000),
          128,
          ListenerLimits::headerCount);
  private static final Field<ListenerLimits, Integer> CONNECTIONS =
      Field.of(
          "connections",
          "Open connections in all.",
          Types.whole(1, 10000000),
          100000,
          ListenerLimits::connections);
  private static final Field<ListenerLimits, Integer> CONNECTIONS_PER_CLIENT =
      Field.of(
          "connectionsPerClient",
          "Open connections of one client address, of one /64 for IPv6.",
          Types.whole(1, 10000000),
          1000,
          ListenerLimits::connectionsPerClient);
  private static final Field<ListenerLimits, Integer> STREAMS =
      Field.of(
          "streams",
          "Simultaneous requests of one HTTP/2 or HTTP/3 connection.",
          Types.whole(1, 10000),
          128,
          ListenerLimits::streams);
  private static final Field<ListenerLimits, Integer> REQUESTS =
      Field.of(
          "requests",
          "Requests of one connection, after which it is closed.",
          Types.whole(1, 1000000000),
          100000000,
          ListenerLimits::requests);

  /// Members, bounds and defaults.
  public static final Shape<ListenerLimits> SHAPE =
      Shape.of(
          "ListenerLimits",
          "What a listener puts up with.",
          List.of(
              URI,
              HEADER_BYTES,
              HEADER_COUNT,
              CONNECTIONS,
              CONNECTIONS_PER_CLIENT,
              STREAMS,
              REQUESTS),
          v ->
              new ListenerLimits(
                  v.get(URI),
                  v.get(HEADER_BYTES),
                  v.get(HEADER_COUNT),
                  v.get(CONNECTIONS),
                  v.get(CONNECTIONS_PER_CLIENT),
                  v.get(STREAMS),
                  v.get(REQUESTS)));

  /// Every default.
  public static final ListenerLimits DEFAULT = SHAPE.defaults();

  public ListenerLimits {
    URI.check(uri);
    HEADER_BYTES.check(headerBytes);
    HEADER_COUNT.check(headerCount);
    CONNECTIONS.check(connections);
    CONNECTIONS_PER_CLIENT.check(connectionsPerClient);
    STREAMS.check(streams);
    REQUESTS.check(requests);
  }
}
