package dev.varve.graph.upstream;

import dev.varve.base.Check;
import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Shape;
import dev.varve.graph.shape.Types;
import dev.varve.graph.term.Terms;
import java.time.Duration;
import java.util.List;

/// How the targets of an upstream are found by DNS.
public record Resolve(
    String name, RecordKind kind, int port, Duration least, Duration most, List<String> servers) {
  private static final Field<Resolve, String> NAME =
      Field.required("name", "Name to look up.", Terms.host(), Resolve::name);
  private static final Field<Resolve, RecordKind> KIND =
      Field.of(
          "kind",
          "Records to look for; a asks for IPv4 and IPv6.",
          Types.word(RecordKind.values()),
          RecordKind.A,
          Resolve::kind);
  private static final Field<Resolve, Integer> PORT =
      Field.of(
          "port",
          "Port of the targets; srv records name their own.",
          Types.whole(1, 65535),
          80,
          Resolve::port);
  private static final Field<Resolve, Duration> LEAST =
      Field.of(
          "least",
          "Shortest time between two look-ups, whatever the record says.",
          Types.span(Duration.ofSeconds(1), Duration.ofHours(1)),
          Duration.ofSeconds(5),
          Resolve::least);
  private static final Field<Resolve, Duration> MOST =
      Field.of(
          "most",
          "Longest time between two look-ups.",
          Types.span(Duration.ofSeconds(1), Duration.ofHours(24)),
          Duration.ofMinutes(5),
          Resolve::most);
  private static final Field<Resolve, List<String>> SERVERS =
      Field.of(
          "servers",
          "Name servers that are asked, in order, such as '10.0.0.2:53'; empty for those of"
              + " /etc/resolv.conf.",
          Types.list(Terms.socketAddress()),
          List.of(),
          Resolve::servers);

  /// Members, bounds and defaults.
  public static final Shape<Resolve> SHAPE =
      Shape.of(
          "Resolve",
          "How the targets of an upstream are found by DNS.",
          List.of(NAME, KIND, PORT, LEAST, MOST, SERVERS),
          v ->
              new Resolve(
                  v.get(NAME),
                  v.get(KIND),
                  v.get(PORT),
                  v.get(LEAST),
                  v.get(MOST),
                  v.get(SERVERS)));

  public Resolve {
    NAME.check(name);
    PORT.check(port);
    LEAST.check(least);
    MOST.check(most);
    servers = List.copyOf(servers);
    SERVERS.check(servers);
    Check.that(most.compareTo(least) >= 0, "most", "be at least `least`", most);
  }
}
