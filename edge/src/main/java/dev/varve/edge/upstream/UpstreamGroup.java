package dev.varve.edge.upstream;

import dev.varve.base.Clock;
import dev.varve.edge.balance.Target;
import dev.varve.edge.health.Attempt;
import dev.varve.edge.health.Breaker;
import dev.varve.edge.health.BreakerRules;
import dev.varve.edge.health.OutlierRules;
import dev.varve.edge.health.OutlierWatch;
import dev.varve.edge.health.RetryBudget;
import dev.varve.edge.health.RetryRules;
import dev.varve.graph.upstream.Resolve;
import dev.varve.graph.upstream.RetryOn;
import dev.varve.graph.upstream.Upstream;
import dev.varve.http.client.Origin;
import dev.varve.http.net.Loop;
import dev.varve.http.net.Loops;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/// One upstream at run time, shared by all loops and routes. It lives as long as some graph names
/// it with the same settings; its targets, with their health and counts, survive when others come
/// and go.
public final class UpstreamGroup {
  private static final int FREE_RETRIES_PER_SECOND = 10;

  /// Longs between the counts of two loops, so that they lie in different lines of the cache.
  private static final int CELLS = 16;

  private final String name;
  private final Upstream settings;
  private final Clock clock;
  private final RetryRules retry;
  private final boolean retriesAnswers;
  private final RetryBudget budget;
  private final OutlierWatch watch;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicLongArray answered;
  private final AtomicInteger unserved = new AtomicInteger();
  private final Places.@Nullable SigningKey key;
  private final @Nullable LoopUpstream[] byLoop;
  private volatile Places places;
  private List<Address> written = List.of();
  private List<Address> found = List.of();
  private @Nullable TargetFinder finder;
  private @Nullable GroupWatch watching;

  /// Where a target is and how it is written.
  ///
  /// @param name unique in the upstream, what people call it
  public record Address(String name, Origin origin, String authority, int weight, boolean backup) {}

  /// @param signingKey for sticky cookies
  UpstreamGroup(String name, Upstream settings, byte[] signingKey, Clock clock, int loops) {
    this.name = name;
    this.byLoop = new @Nullable LoopUpstream[loops];
    this.answered = new AtomicLongArray(loops * CELLS);
    this.settings = settings;
    this.clock = clock;
    this.retry = retryRules(settings);
    this.retriesAnswers = retry.on().contains(RetryRules.On.STATUS);
    this.budget =
        new RetryBudget(settings.retry().budget(), FREE_RETRIES_PER_SECOND, clock.nanos());
    this.watch = new OutlierWatch(outlierRules(settings));
    this.key = settings.sticky() == null ? null : new Places.SigningKey(signingKey, name);
    this.places = new Places(List.of(), key);
  }

  private static RetryRules retryRules(Upstream settings) {
    var on = EnumSet.noneOf(RetryRules.On.class);
    var statuses = new HashSet<Integer>();
    for (RetryOn each : settings.retry().on()) {
      switch (each) {
        case RetryOn.Status(int status) -> {
          on.add(RetryRules.On.STATUS);
          statuses.add(status);
        }
        case RetryOn.Failed(RetryOn.Cause cause) -> on.add(retryOn(cause));
      }
    }
    Duration first = settings.retry().backoff();
    Duration last = settings.retry().maxBackoff();
    return new RetryRules(
        settings.retry().attempts(), on, statuses, first, last.compareTo(first) < 0 ? first : last);
  }

  private static RetryRules.On retryOn(RetryOn.Cause cause) {
    return switch (cause) {
      case CONNECT -> RetryRules.On.CONNECT;
      case RESET -> RetryRules.On.BROKEN;
      case TIMEOUT -> RetryRules.On.TIMEOUT;
    };
  }

  private static OutlierRules outlierRules(Upstream settings) {
    var outlier = settings.outlier();
    return new OutlierRules(
        outlier.window(),
        outlier.samples(),
        outlier.errors(),
        outlier.ejectFor(),
        outlier.ejectFor().multipliedBy(10),
        outlier.maxEjected());
  }

  private @Nullable Breaker breaker() {
    var rules = settings.breaker();
    return rules == null
        ? null
        : new Breaker(
            new BreakerRules(
                rules.window(), rules.samples(), rules.errors(), rules.openFor(), rules.probes()));
  }

  public String name() {
    return name;
  }

  public Upstream settings() {
    return settings;
  }

  public RetryRules retry() {
    return retry;
  }

  /// Whether any answer at all is worth another attempt. Asked for every request, so that only
  /// those who want it pay for the look into sets of numbers (0.3 us).
  public boolean retriesAnswers() {
    return retriesAnswers;
  }

  public RetryBudget budget() {
    return budget;
  }

  /// The loop's own view; to be asked for on that loop.
  public LoopUpstream on(Loop loop) {
    LoopUpstream view = byLoop[loop.number()];
    if (view == null) {
      var chance = new SplittableRandom(clock.nanos() + loop.number());
      view = new LoopUpstream(this, loop, byLoop.length, chance);
      byLoop[loop.number()] = view;
    }
    return view;
  }

  /// Closes the loop's connections; on that loop, once nothing is in flight.
  public void closeOn(Loop loop) {
    LoopUpstream view = byLoop[loop.number()];
    if (view != null) {
      byLoop[loop.number()] = null;
      view.close();
    }
  }

  /// Requests that perhaps no worker has taken, of all loops; see [KeptConnections].
  AtomicInteger unserved() {
    return unserved;
  }

  Places places() {
    return places;
  }

  /// All places, for showing.
  public List<Place> all() {
    return places.all();
  }

  /// The place of that name, or null.
  public @Nullable Place named(String target) {
    for (Place place : places.all()) {
      if (place.target().name().equals(target)) {
        return place;
      }
    }
    return null;
  }

  /// Sets where the targets are that the graph names.
  synchronized void locate(List<Address> addresses) {
    written = List.copyOf(addresses);
    locate();
  }

  /// Sets where further targets were found.
  synchronized void found(List<Address> addresses) {
    if (!addresses.equals(found)) {
      found = List.copyOf(addresses);
      locate();
      if (watching != null) {
        watching.located();
      }
    }
  }

  /// Those that were there before go on with all that is known of them; new ones start slowly when
  /// told so and others are there already.
  private void locate() {
    boolean first = places.all().isEmpty();
    var located = new LinkedHashMap<String, Place>();
    for (Address address : written) {
      located.put(address.name(), place(address, first));
    }
    for (Address address : found) {
      if (!located.containsKey(address.name())) {
        located.put(address.name(), place(address, first));
      }
    }
    places = new Places(List.copyOf(located.values()), key);
  }

  private Place place(Address address, boolean first) {
    Place before = named(address.name());
    return before != null && before.origin().equals(address.origin())
        ? again(before, address)
        : fresh(address, first);
  }

  /// Begins to look for further targets, where the graph says so; null where it does not.
  synchronized @Nullable CompletableFuture<Boolean> look(Loops loops) {
    Resolve resolve = settings.resolve();
    if (resolve == null) {
      return null;
    }
    var looking = new TargetFinder(this, resolve, loops.next());
    finder = looking;
    return looking.begin();
  }

  private static Place again(Place before, Address address) {
    if (before.weight() != address.weight()) {
      before.target().weight(address.weight()); // else what people said of it stays
    }
    return new Place(
        before.target(),
        before.origin(),
        address.authority(),
        before.breaker(),
        before.tally(),
        address.backup(),
        address.weight());
  }

  private Place fresh(Address address, boolean first) {
    var target = new Target(address.name(), address.weight());
    target.slowStart(settings.slowStart().toNanos());
    if (!first) {
      target.startSlowly(clock.nanos());
    }
    Breaker breaker = breaker();
    target.gate(breaker);
    return new Place(
        target,
        address.origin(),
        address.authority(),
        breaker,
        watch.of(target),
        address.backup(),
        address.weight());
  }

  /// Changes a target's weight while it serves; tables of consistent hashing follow.
  public synchronized boolean weigh(String target, int weight) {
    Place place = named(target);
    if (place == null) {
      return false;
    }
    place.target().weight(weight);
    places = new Places(places.all(), key);
    return true;
  }

  /// Begins to watch over the targets; of no effect the second time.
  synchronized void watch(Loops loops) {
    if (watching == null) {
      watching = new GroupWatch(this, finder, loops.next());
      watching.start();
    }
  }

  /// Ends the watch; requests on their way go on.
  synchronized void retire() {
    if (watching != null) {
      watching.stop();
    }
  }

  /// Judges the targets by their answers; to be called at the end of every window.
  void judge() {
    var targets = new ArrayList<Target>();
    places.all().forEach(place -> targets.add(place.target()));
    watch.judge(targets, clock.nanos());
  }

  /// Takes one of the upstream's requests in flight; false when there are too many. When true,
  /// [#leave] follows.
  public boolean enter() {
    if (inFlight.incrementAndGet() > settings.pool().requests()) {
      inFlight.decrementAndGet();
      return false;
    }
    return true;
  }

  public void leave() {
    inFlight.decrementAndGet();
  }

  /// A request was answered, on a connection that had served others or on a new one. On the loop of
  /// that number.
  public void answered(int loop, boolean reused) {
    int cell = loop * CELLS + (reused ? 1 : 0);
    answered.setOpaque(cell, answered.getPlain(cell) + 1);
  }

  /// How many requests were answered on connections that had served others, or on new ones.
  public long answered(boolean reused) {
    long sum = 0;
    for (int cell = reused ? 1 : 0; cell < answered.length(); cell += CELLS) {
      sum += answered.getOpaque(cell);
    }
    return sum;
  }

  /// Requests in flight.
  public int inFlight() {
    return inFlight.get();
  }

  /// Whether another attempt is wanted, allowed and within the budget. What was refused before
  /// anything was sent costs no target anything, and takes nothing from the budget.
  public boolean mayTryAgain(
      Attempt outcome, int attemptsMade, boolean idempotent, boolean bodyKept) {
    return retry.wants(outcome, attemptsMade)
        && outcome.maySendAgain(idempotent, bodyKept)
        && (outcome instanceof Attempt.Refused || budget.takeOut(clock.nanos()));
  }
}
