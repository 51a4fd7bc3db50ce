package dev.varve.edge.upstream;

import dev.varve.edge.balance.Balancer;
import dev.varve.edge.balance.Choice;
import dev.varve.edge.balance.StickyCookie;
import dev.varve.edge.balance.Target;
import dev.varve.graph.upstream.BalanceKind;
import dev.varve.graph.upstream.Upstream;
import dev.varve.http.client.ClientOptions;
import dev.varve.http.client.HttpClient;
import dev.varve.http.net.Loop;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One loop's view of an upstream: its own connections and its own balancers. Belongs to the loop.
public final class LoopUpstream implements AutoCloseable {
  private final UpstreamGroup group;
  private final HttpClient client;
  private final KeptConnections kept;
  private final Balancer first;
  private final Balancer backup;
  private final @Nullable Balancer firstByWeight;
  private final @Nullable Balancer backupByWeight;
  private final RandomGenerator chance;

  LoopUpstream(UpstreamGroup group, Loop loop, int loops, RandomGenerator chance) {
    this.group = group;
    this.client = new HttpClient(loop, options(group.settings(), loops));
    this.kept = kept(group, loop, loops);
    this.chance = chance;
    this.first = balancer(group.settings(), chance);
    this.backup = balancer(group.settings(), chance);
    boolean inTurn = group.settings().balance().kind() == BalanceKind.ROUND_ROBIN;
    this.firstByWeight = inTurn ? Balancer.smoothWeighted() : null;
    this.backupByWeight = inTurn ? Balancer.smoothWeighted() : null;
  }

  private static ClientOptions options(Upstream settings, int loops) {
    var times = settings.timeouts();
    var pool = settings.pool();
    int connections = Math.max(1, pool.connections() / loops);
    return ClientOptions.DEFAULT
        .withTimes(times.connect(), times.firstByte(), times.idle())
        .withTotal(times.total())
        .withKeep(pool.idle(), ClientOptions.DEFAULT.lifetime())
        .withConnections(connections, pool.queue(), pool.queueFor());
  }

  private static KeptConnections kept(UpstreamGroup group, Loop loop, int loops) {
    var pool = group.settings().pool();
    int most = Math.max(1, pool.connections() / loops);
    return new KeptConnections(loop, pool.idle().toNanos(), most, group.unserved());
  }

  private static Balancer balancer(Upstream settings, RandomGenerator chance) {
    BalanceKind kind = settings.balance().kind();
    return switch (kind) {
      case ROUND_ROBIN -> Balancer.roundRobin(chance);
      case LEAST_CONN -> Balancer.leastConnections(chance);
      case P2C -> Balancer.twoChoices(chance);
      case EWMA -> Balancer.peakEwma(chance);
      case RANDOM -> Balancer.random(chance);
      case MAGLEV -> Balancer.maglev();
      case RING -> Balancer.ring();
    };
  }

  public UpstreamGroup group() {
    return group;
  }

  public HttpClient client() {
    return client;
  }

  /// Connections of other protocols than HTTP.
  public KeptConnections kept() {
    return kept;
  }

  public RandomGenerator chance() {
    return chance;
  }

  /// Whether the choice depends on a key.
  public boolean isKeyed() {
    BalanceKind kind = group.settings().balance().kind();
    return kind == BalanceKind.MAGLEV || kind == BalanceKind.RING;
  }

  /// The place the cookie names, or null.
  public @Nullable Place sticky(String cookie, long nowNanos) {
    Places places = group.places();
    StickyCookie sticky = places.cookie();
    Target target = sticky == null ? null : sticky.target(cookie, nowNanos);
    return target == null ? null : places.of(target);
  }

  /// What the cookie that names the place says, or null.
  public @Nullable String cookie(Place place) {
    StickyCookie sticky = group.places().cookie();
    return sticky == null ? null : sticky.value(place.target());
  }

  /// Chooses a place, a backup only when nothing else takes requests; null when nothing does.
  public @Nullable Place choose(Choice choice) {
    Places places = group.places();
    boolean weighted = places.isWeighted();
    Target target = either(first, firstByWeight, weighted).choose(places.first(), choice);
    if (target == null && places.backup().size() > 0) {
      target = either(backup, backupByWeight, weighted).choose(places.backup(), choice);
    }
    return target == null ? null : places.of(target);
  }

  /// Taking turns is one thing among equals and another by weight, which may change while serving.
  private static Balancer either(Balancer plain, @Nullable Balancer byWeight, boolean weighted) {
    return weighted && byWeight != null ? byWeight : plain;
  }

  /// Chooses a place whose breaker lets one more in; [Place#left] must follow.
  public @Nullable Place admit(Choice choice, long nowNanos) {
    Place next = choose(choice);
    while (next != null && !next.enter(nowNanos)) {
      choice.again(next.target(), nowNanos);
      next = choose(choice);
    }
    return next;
  }

  @Override
  public void close() {
    client.close();
    kept.close();
  }
}
