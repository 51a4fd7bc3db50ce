package dev.varve.graph.action;

import dev.varve.base.Check;
import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Shape;
import dev.varve.graph.shape.Type;
import dev.varve.graph.shape.Types;
import dev.varve.graph.term.Template;
import dev.varve.graph.term.Terms;
import dev.varve.graph.upstream.Timeouts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Passes the request to an upstream.
public record Proxy(
    @Nullable String upstream,
    List<Share> split,
    Template host,
    @Nullable Timeouts timeouts,
    boolean websocket,
    boolean grpcWeb,
    long buffer)
    implements Action {
  private static final Field<Proxy, String> UPSTREAM =
      Field.optional(
          "upstream",
          "The upstream, or an address; excludes split.",
          Terms.upstream(),
          Proxy::upstream);
  private static final Field<Proxy, List<Share>> SPLIT =
      Field.of(
          "split",
          "Several upstreams, each with its share of the requests.",
          Types.list(Share.SHAPE),
          List.of(),
          Proxy::split);
  private static final Field<Proxy, Template> HOST =
      Field.of(
          "host",
          "Host that the upstream is told; {upstream.target} for the target's own.",
          Terms.template(),
          Template.parse("{host}"),
          Proxy::host);
  private static final Field<Proxy, Timeouts> TIMEOUTS =
      Field.optional(
          "timeouts",
          "Waits of this route in place of the upstream's.",
          Timeouts.SHAPE,
          Proxy::timeouts);
  private static final Field<Proxy, Boolean> WEBSOCKET =
      Field.of(
          "websocket", "Whether upgrades are passed on.", Types.bool(), true, Proxy::websocket);
  private static final Field<Proxy, Boolean> GRPC_WEB =
      Field.of(
          "grpcWeb",
          "Whether calls of gRPC-Web are translated to gRPC.",
          Types.bool(),
          false,
          Proxy::grpcWeb);
  private static final Field<Proxy, Long> BUFFER =
      Field.of(
          "buffer",
          "How much of a request body is collected before the upstream is bothered; 0B streams at"
              + " once.",
          Types.size(0L, 1L << 30),
          0L,
          Proxy::buffer);

  /// Members, bounds and defaults.
  public static final Shape<Proxy> SHAPE =
      Shape.of(
          "Proxy",
          "Passes the request to an upstream.",
          List.of(UPSTREAM, SPLIT, HOST, TIMEOUTS, WEBSOCKET, GRPC_WEB, BUFFER),
          v ->
              new Proxy(
                  v.maybe(UPSTREAM),
                  v.get(SPLIT),
                  v.get(HOST),
                  v.maybe(TIMEOUTS),
                  v.get(WEBSOCKET),
                  v.get(GRPC_WEB),
                  v.get(BUFFER)));

  public Proxy {
    if (upstream != null) {
      UPSTREAM.check(upstream);
    }
    split = List.copyOf(split);
    HOST.check(host);
    BUFFER.check(buffer);
    Check.that(
        (upstream == null) != split.isEmpty(),
        "upstream",
        "be there or split, and not both",
        upstream == null ? "neither" : "both");
  }

  /// As it may be written: the upstream alone.
  public static final Type<Proxy> TYPE = SHAPE.or(Terms.upstream(), Proxy::to);

  /// One upstream, everything else by default.
  public static Proxy to(String upstream) {
    return new Proxy(upstream, List.of(), Template.parse("{host}"), null, true, false, 0L);
  }
}
