package dev.varve.edge.balance;

import dev.varve.base.Check;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// One address that answers for an upstream, with everything that is known about it: weight,
/// health, how many requests are on their way. Shared by all loops and all routes, and kept over
/// reloads, so health belongs to the target and not to a route.
///
/// All methods may be called from any thread.
public final class Target {
  /// The finest share a target may have of its weight while it starts slowly.
  static final int SCALE = 256;

  private final String name;
  private final long seed;
  private final AtomicInteger active = new AtomicInteger();
  private final Latency latency = new Latency();
  private volatile int weight;
  private volatile boolean enabled = true;
  private volatile boolean draining;
  private volatile boolean up = true;
  private volatile boolean ejected;
  private volatile long slowStartNanos;
  private volatile long upSinceNanos;
  private volatile boolean starting;
  private volatile @Nullable Gate gate;

  /// Says whether one more request may go to a target: a circuit breaker.
  @FunctionalInterface
  public interface Gate {
    /// Without side effects; asked for every candidate of every request.
    boolean open(long nowNanos);
  }

  /// @param name what people call it, unique in its upstream: `10.0.0.11:9000`
  /// @param weight its share among its peers, 0 (none) to 65535
  public Target(String name, int weight) {
    this.name = Check.notBlank("target.name", name);
    this.seed = Hash.of(name);
    this.weight = checked(weight);
  }

  private static int checked(int weight) {
    return Check.within("target.weight", weight, 0, 65_535);
  }

  public String name() {
    return name;
  }

  /// What its places in hash tables derive from: its name alone, never its position in a list.
  long seed() {
    return seed;
  }

  public int weight() {
    return weight;
  }

  /// Takes effect with the next request. Hash tables follow when [TargetSet#refreshed] is used.
  public void weight(int weight) {
    this.weight = checked(weight);
  }

  /// Off: gets no requests until it is switched on again.
  public void enabled(boolean enabled) {
    this.enabled = enabled;
  }

  public boolean enabled() {
    return enabled;
  }

  /// Draining: gets no new requests, those on their way end in peace. Sticky clients move on too.
  public void draining(boolean draining) {
    this.draining = draining;
  }

  public boolean draining() {
    return draining;
  }

  /// What active health checks found. A target that comes back starts slowly when told so.
  public void up(boolean up, long nowNanos) {
    if (up && !this.up) {
      startSlowly(nowNanos);
    }
    this.up = up;
  }

  public boolean up() {
    return up;
  }

  /// What outlier ejection decided.
  public void ejected(boolean ejected, long nowNanos) {
    if (!ejected && this.ejected) {
      startSlowly(nowNanos);
    }
    this.ejected = ejected;
  }

  public boolean ejected() {
    return ejected;
  }

  /// Puts a circuit breaker before the target.
  public void gate(@Nullable Gate gate) {
    this.gate = gate;
  }

  /// How long a target that has come back grows to its full weight; 0 for at once.
  public void slowStart(long nanos) {
    slowStartNanos = nanos;
  }

  /// From now on the target's share grows from almost nothing to its full weight.
  public void startSlowly(long nowNanos) {
    upSinceNanos = nowNanos;
    starting = slowStartNanos > 0;
  }

  /// Whether a new request may go here.
  public boolean takes(long nowNanos) {
    Gate before = gate;
    return enabled
        && !draining
        && up
        && !ejected
        && weight > 0
        && (before == null || before.open(nowNanos));
  }

  /// Its weight times 256, less while it starts slowly; 0 only when the weight is 0.
  int share(long nowNanos) {
    int full = weight * SCALE;
    if (!starting || full == 0) {
      return full;
    }
    long span = slowStartNanos;
    long since = nowNanos - upSinceNanos;
    if (since >= span) {
      starting = false;
      return full;
    }
    return (int) Math.max(1, full * Math.max(since, 0) / span);
  }

  /// Requests on their way to it now.
  public int active() {
    return active.get();
  }

  /// A request sets out for this target; every call is followed by one of [#ended].
  public void began() {
    active.incrementAndGet();
  }

  public void ended() {
    active.decrementAndGet();
  }

  /// How fast it has been answering.
  public Latency latency() {
    return latency;
  }

  @Override
  public String toString() {
    return name;
  }
}
