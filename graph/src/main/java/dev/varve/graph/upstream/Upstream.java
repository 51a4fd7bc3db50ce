package dev.varve.graph.upstream;

import dev.varve.base.Check;
import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Shape;
import dev.varve.graph.shape.Type;
import dev.varve.graph.shape.Types;
import dev.varve.graph.term.Value;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A group of targets that answer the same requests.
public record Upstream(
    List<Target> targets,
    @Nullable Resolve resolve,
    Protocol protocol,
    @Nullable UpstreamTls tls,
    Balance balance,
    @Nullable Sticky sticky,
    @Nullable HealthCheck health,
    Outlier outlier,
    @Nullable Breaker breaker,
    Retry retry,
    Timeouts timeouts,
    Pool pool,
    Duration slowStart,
    ProxyProtocol proxyProtocol,
    String owner) {
  private static final Field<Upstream, List<Target>> TARGETS =
      Field.of(
          "targets", "Where requests go.", Types.list(Target.TYPE), List.of(), Upstream::targets);
  private static final Field<Upstream, Resolve> RESOLVE =
      Field.optional("resolve", "Finds further targets by DNS.", Resolve.SHAPE, Upstream::resolve);
  private static final Field<Upstream, Protocol> PROTOCOL =
      Field.of(
          "protocol",
          "What is spoken with the targets; auto is HTTP/2 if TLS negotiates it, else HTTP/1.1.",
          Types.word(Protocol.values()),
          Protocol.AUTO,
          Upstream::protocol);
  private static final Field<Upstream, UpstreamTls> TLS =
      Field.optional(
          "tls",
          "Speaks TLS; without it the connection is plain.",
          UpstreamTls.TYPE,
          Upstream::tls);
  private static final Field<Upstream, Balance> BALANCE =
      Field.of(
          "balance",
          "How the next target is chosen.",
          Balance.TYPE,
          Balance.DEFAULT,
          Upstream::balance);
  private static final Field<Upstream, Sticky> STICKY =
      Field.optional("sticky", "Keeps a client at its target.", Sticky.TYPE, Upstream::sticky);
  private static final Field<Upstream, HealthCheck> HEALTH =
      Field.optional("health", "Probes the targets.", HealthCheck.TYPE, Upstream::health);
  private static final Field<Upstream, Outlier> OUTLIER =
      Field.of(
          "outlier",
          "Leaves out targets that answer badly.",
          Outlier.SHAPE,
          Outlier.DEFAULT,
          Upstream::outlier);
  private static final Field<Upstream, Breaker> BREAKER =
      Field.optional(
          "breaker", "Stops trying targets that fail.", Breaker.SHAPE, Upstream::breaker);
  private static final Field<Upstream, Retry> RETRY =
      Field.of(
          "retry", "Sends failed requests again.", Retry.SHAPE, Retry.DEFAULT, Upstream::retry);
  private static final Field<Upstream, Timeouts> TIMEOUTS =
      Field.of(
          "timeouts",
          "How long targets are waited for.",
          Timeouts.SHAPE,
          Timeouts.DEFAULT,
          Upstream::timeouts);
  private static final Field<Upstream, Pool> POOL =
      Field.of(
          "pool",
          "How many connections and requests there may be.",
          Pool.SHAPE,
          Pool.DEFAULT,
          Upstream::pool);
  private static final Field<Upstream, Duration> SLOW_START =
      Field.of(
          "slowStart",
          "Time over which a target that came up gets its full share.",
          Types.span(Duration.ZERO, Duration.ofHours(1)),
          Duration.ZERO,
          Upstream::slowStart);
  private static final Field<Upstream, ProxyProtocol> PROXY_PROTOCOL =
      Field.of(
          "proxyProtocol",
          "Whether the client's address is told ahead of the first byte.",
          Types.word(ProxyProtocol.values()),
          ProxyProtocol.OFF,
          Upstream::proxyProtocol);
  private static final Field<Upstream, String> OWNER =
      Field.of(
          "owner",
          "Who wrote it, when not this configuration: a discovery source and its object.",
          Types.anyText(),
          "",
          Upstream::owner);

  /// Members, bounds and defaults.
  public static final Shape<Upstream> SHAPE =
      Shape.of(
          "Upstream",
          "A group of targets that answer the same requests.",
          List.of(
              TARGETS,
              RESOLVE,
              PROTOCOL,
              TLS,
              BALANCE,
              STICKY,
              HEALTH,
              OUTLIER,
              BREAKER,
              RETRY,
              TIMEOUTS,
              POOL,
              SLOW_START,
              PROXY_PROTOCOL,
              OWNER),
          v ->
              new Upstream(
                  v.get(TARGETS),
                  v.maybe(RESOLVE),
                  v.get(PROTOCOL),
                  v.maybe(TLS),
                  v.get(BALANCE),
                  v.maybe(STICKY),
                  v.maybe(HEALTH),
                  v.get(OUTLIER),
                  v.maybe(BREAKER),
                  v.get(RETRY),
                  v.get(TIMEOUTS),
                  v.get(POOL),
                  v.get(SLOW_START),
                  v.get(PROXY_PROTOCOL),
                  v.get(OWNER)));

  public Upstream {
    targets = List.copyOf(targets);
    SLOW_START.check(slowStart);
    OWNER.check(owner);
    Check.that(
        !targets.isEmpty() || resolve != null,
        "targets",
        "have at least one target, or resolve must be there",
        "empty");
  }

  /// As it may be written: a target or a list of targets.
  public static final Type<Upstream> TYPE = SHAPE.or(Types.list(Target.TYPE), Upstream::of);

  /// These targets, everything else by default.
  public static Upstream of(List<Target> targets) {
    return new Upstream(
        targets,
        null,
        Protocol.AUTO,
        null,
        Balance.DEFAULT,
        null,
        null,
        Outlier.DEFAULT,
        null,
        Retry.DEFAULT,
        Timeouts.DEFAULT,
        Pool.DEFAULT,
        Duration.ZERO,
        ProxyProtocol.OFF,
        "");
  }

  /// One target by its address, everything else by default.
  public static Upstream of(String address) {
    return of(List.of(new Target(Value.of(address), 1, false)));
  }

  /// The same over TLS.
  public Upstream withTls(UpstreamTls newTls) {
    return new Upstream(
        targets,
        resolve,
        protocol,
        newTls,
        balance,
        sticky,
        health,
        outlier,
        breaker,
        retry,
        timeouts,
        pool,
        slowStart,
        proxyProtocol,
        owner);
  }
}
