package dev.varve.graph.listen;

import dev.varve.base.Check;
import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Shape;
import dev.varve.graph.shape.Types;
import dev.varve.graph.term.Terms;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// TCP or UDP that is passed on as it is.
public record Stream(
    String listen,
    StreamProtocol protocol,
    @Nullable String upstream,
    SortedMap<String, String> sni,
    Duration idle,
    int connections,
    int connectionsPerClient,
    List<String> proxyProtocol) {
  private static final Field<Stream, String> LISTEN =
      Field.required(
          "listen", "Address where clients connect.", Terms.listenAddress(), Stream::listen);
  private static final Field<Stream, StreamProtocol> PROTOCOL =
      Field.of(
          "protocol",
          "Whether it is TCP or UDP.",
          Types.word(StreamProtocol.values()),
          StreamProtocol.TCP,
          Stream::protocol);
  private static final Field<Stream, String> UPSTREAM =
      Field.optional(
          "upstream",
          "Where connections go that no name of sni fits.",
          Terms.upstream(),
          Stream::upstream);
  private static final Field<Stream, SortedMap<String, String>> SNI =
      Field.of(
          "sni",
          "Upstreams by the host that a TLS client names; TLS is not ended here.",
          Types.map("host", Terms::hostName, Terms.upstream()),
          new TreeMap<>(),
          Stream::sni);
  private static final Field<Stream, Duration> IDLE =
      Field.of(
          "idle",
          "A connection ends after this time without a byte.",
          Types.span(Duration.ofSeconds(1), Duration.ofHours(24)),
          Duration.ofMinutes(10),
          Stream::idle);
  private static final Field<Stream, Integer> CONNECTIONS =
      Field.of(
          "connections",
          "Open connections in all; for UDP clients that are remembered.",
          Types.whole(1, 10000000),
          10000,
          Stream::connections);
  private static final Field<Stream, Integer> CONNECTIONS_PER_CLIENT =
      Field.of(
          "connectionsPerClient",
          "Open connections of one client address, of one /64 for IPv6.",
          Types.whole(1, 10000000),
          1000,
          Stream::connectionsPerClient);
  private static final Field<Stream, List<String>> PROXY_PROTOCOL =
      Field.of(
          "proxyProtocol",
          "Networks of load balancers that tell the client's address ahead of the first byte; empty"
              + " for none.",
          Types.list(Terms.network()),
          List.of(),
          Stream::proxyProtocol);

  /// Members, bounds and defaults.
  public static final Shape<Stream> SHAPE =
      Shape.of(
          "Stream",
          "TCP or UDP that is passed on as it is.",
          List.of(
              LISTEN,
              PROTOCOL,
              UPSTREAM,
              SNI,
              IDLE,
              CONNECTIONS,
              CONNECTIONS_PER_CLIENT,
              PROXY_PROTOCOL),
          v ->
              new Stream(
                  v.get(LISTEN),
                  v.get(PROTOCOL),
                  v.maybe(UPSTREAM),
                  v.get(SNI),
                  v.get(IDLE),
                  v.get(CONNECTIONS),
                  v.get(CONNECTIONS_PER_CLIENT),
                  v.get(PROXY_PROTOCOL)));

  public Stream {
    LISTEN.check(listen);
    if (upstream != null) {
      UPSTREAM.check(upstream);
    }
    sni = Collections.unmodifiableSortedMap(new TreeMap<>(sni));
    SNI.check(sni);
    IDLE.check(idle);
    CONNECTIONS.check(connections);
    CONNECTIONS_PER_CLIENT.check(connectionsPerClient);
    proxyProtocol = List.copyOf(proxyProtocol);
    PROXY_PROTOCOL.check(proxyProtocol);
    boolean udp = protocol == StreamProtocol.UDP;
    Check.that(upstream != null || !sni.isEmpty(), "upstream", "be there, or sni", "neither");
    Check.that(!udp || sni.isEmpty(), "sni", "be left out for udp", "set");
    Check.that(!udp || proxyProtocol.isEmpty(), "proxyProtocol", "be left out for udp", "set");
  }
}
