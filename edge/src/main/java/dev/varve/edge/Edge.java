package dev.varve.edge;

import dev.varve.base.Failure;
import dev.varve.base.LateLogger;
import dev.varve.base.Problem;
import dev.varve.edge.balance.Target;
import dev.varve.edge.guard.Networks;
import dev.varve.edge.health.Breaker;
import dev.varve.edge.log.AccessLog;
import dev.varve.edge.metric.Exposition;
import dev.varve.edge.metric.RouteMetrics;
import dev.varve.edge.stream.StreamServer;
import dev.varve.edge.upstream.Place;
import dev.varve.edge.upstream.UpstreamGroup;
import dev.varve.edge.upstream.UpstreamRegistry;
import dev.varve.graph.Graph;
import dev.varve.graph.listen.Listener;
import dev.varve.graph.term.Address;
import dev.varve.http.Handler;
import dev.varve.http.net.Loops;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Runs a graph. Gives listeners their handlers, and takes another graph into service while they
/// serve: a request ends with the graph it began with, and what did not change keeps its
/// connections, health and counts.
///
/// Safe for use by several threads, none of them a loop's own.
public final class Edge implements AutoCloseable {
  private static final String OTHER = "(none)";

  private final Loops loops;
  private final EdgeOptions options;
  private final ExecutorService disk = Executors.newVirtualThreadPerTaskExecutor();
  private final @Nullable AccessLog log;
  private final UpstreamRegistry registry;
  private final StreamServer streams;
  private final Map<String, RouteMetrics> metrics = new ConcurrentSkipListMap<>();
  private final RequestIdSource[] ids;
  private volatile Live live;

  /// Makes the graph ready to serve.
  ///
  /// @throws Failure with everything that stands in the way
  public Edge(Graph graph, EdgeOptions options, Loops loops) {
    this.loops = loops;
    this.options = options;
    this.registry =
        new UpstreamRegistry(
            loops, options.clock(), options.signingKey().bytes(), options.secrets());
    this.ids = new RequestIdSource[loops.size()];
    long seed = options.clock().nanos() ^ options.clock().epochMillis() << 20;
    for (int i = 0; i < ids.length; i++) {
      ids[i] = new RequestIdSource(seed * 31 + i);
    }
    this.log = options.log() == null ? null : new AccessLog(options.log());
    this.streams = new StreamServer(loops, log);
    try {
      this.live = take(graph);
    } catch (RuntimeException failed) {
      stop();
      throw failed;
    }
  }

  private void stop() {
    disk.shutdown();
    if (log != null) {
      log.close();
    }
  }

  private Live take(Graph graph) {
    Map<String, UpstreamGroup> upstreams = prepare(graph);
    var assembly = new Assembly(graph, options, disk, upstreams, this::metrics);
    Live ready = assembly.live(journal(graph));
    StreamServer.Prepared prepared = streams.prepare(graph, upstreams);
    registry.adopt(upstreams);
    streams.adopt(prepared);
    return ready;
  }

  private Map<String, UpstreamGroup> prepare(Graph graph) {
    try {
      return registry.prepare(graph.upstreams());
    } catch (IllegalArgumentException wrong) {
      throw new Failure(
          new Problem(EdgeCode.ADDRESS_WRONG, "upstreams", String.valueOf(wrong.getMessage()), ""));
    }
  }

  private Journal journal(Graph graph) {
    return switch (graph.accessLog()) {
      case OFF -> new Journal(null, true, loops.size());
      case JSON -> new Journal(log, true, loops.size());
      case COMBINED -> new Journal(log, false, loops.size());
    };
  }

  private RouteMetrics metrics(String route) {
    String name = route.isEmpty() ? OTHER : route;
    return metrics.computeIfAbsent(name, id -> new RouteMetrics(id, loops.size()));
  }

  /// The graph that is served.
  public Graph graph() {
    return live.graph();
  }

  /// Takes another graph into service. Requests that began before end with the former one.
  ///
  /// @throws Failure with everything that stands in the way; nothing has changed then
  public synchronized void swap(Graph graph) {
    Live before = live;
    live = take(graph);
    flush(before);
  }

  private void flush(Live of) {
    loops.all().forEach(loop -> loop.execute(() -> of.journal().flush(loop)));
  }

  /// Serves the requests of a listener of the graph.
  ///
  /// @param name as the graph names it; for one that it does not name nobody is trusted
  public Handler handler(String name) {
    Listener listener = live.graph().listen().get(name);
    Networks trusted = listener == null ? Networks.NONE : Networks.of(listener.trustedProxies());
    boolean redirect = listener != null && listener.redirectToHttps();
    return new Phases(() -> live, trusted, redirect ? httpsPort() : 0, ids);
  }

  private int httpsPort() {
    for (Listener listener : live.graph().listen().values()) {
      if (listener.tls()) {
        return Address.parse(listener.address(), true).port();
      }
    }
    return 443;
  }

  /// How all targets stand.
  public List<UpstreamStatus> upstreams() {
    var statuses = new ArrayList<UpstreamStatus>();
    for (UpstreamGroup group : live.upstreams().values()) {
      group.all().forEach(place -> statuses.add(status(group, place)));
    }
    return statuses;
  }

  private UpstreamStatus status(UpstreamGroup group, Place place) {
    Target target = place.target();
    long now = options.clock().nanos();
    Breaker breaker = place.breaker();
    return new UpstreamStatus(
        group.name(),
        target.name(),
        target.weight(),
        target.takes(now),
        target.enabled(),
        target.draining(),
        target.up(),
        target.ejected(),
        circuit(breaker, now),
        target.active(),
        target.latency().nanos(now) / 1e6);
  }

  private static String circuit(@Nullable Breaker breaker, long nowNanos) {
    return switch (breaker == null ? Breaker.State.CLOSED : breaker.state(nowNanos)) {
      case CLOSED -> "closed";
      case OPEN -> "open";
      case HALF_OPEN -> "half-open";
    };
  }

  /// Lets a target end what it has and gives it nothing new, or takes that back.
  ///
  /// @return false when there is no such target
  public boolean drain(String upstream, String target, boolean on) {
    Place place = place(upstream, target);
    if (place != null) {
      place.target().draining(on);
      if (!on) {
        place.target().startSlowly(options.clock().nanos());
      }
    }
    return place != null;
  }

  /// Switches a target on or off.
  ///
  /// @return false when there is no such target
  public boolean enable(String upstream, String target, boolean on) {
    Place place = place(upstream, target);
    if (place != null) {
      place.target().enabled(on);
    }
    return place != null;
  }

  /// Changes a target's share until the next change of the graph.
  ///
  /// @return false when there is no such target
  public boolean weigh(String upstream, String target, int weight) {
    UpstreamGroup group = live.upstreams().get(upstream);
    return group != null && group.weigh(target, weight);
  }

  private @Nullable Place place(String upstream, String target) {
    UpstreamGroup group = live.upstreams().get(upstream);
    return group == null ? null : group.named(target);
  }

  /// All counters in the OpenMetrics text format.
  public String openMetrics() {
    var text = new Exposition();
    text.routes(metrics.values());
    streams.write(text);
    UpstreamMetrics.add(text, upstreams());
    UpstreamMetrics.addConnections(text, live.upstreams().values());
    if (log != null) {
      text.type("varve_access_log_dropped", "counter", "Lines the access log had no room for.");
      text.sample("varve_access_log_dropped_total", List.of(), log.dropped());
    }
    return text.end();
  }

  /// Streams (TCP, TLS by name and UDP), which open and close with the graph, take no new
  /// connections.
  public void stopStreams() {
    streams.stop();
  }

  /// Waits for the connections of streams to end, and cuts what is left after the limit. Says
  /// whether all ended in time.
  public boolean drainStreams(Duration limit) throws InterruptedException {
    return streams.drain(limit);
  }

  StreamServer streams() {
    return streams;
  }

  /// Ends streams, watches, upstream connections and the log. Listeners must have been closed
  /// before.
  @Override
  public void close() {
    streams.close();
    var flushed = new CountDownLatch(loops.size());
    Live last = live;
    registry.adopt(Map.of());
    for (var loop : loops.all()) {
      loop.execute(() -> {
        last.journal().flush(loop);
        last.upstreams().values().forEach(group -> group.closeOn(loop));
        flushed.countDown();
      });
    }
    try {
      if (!flushed.await(5, TimeUnit.SECONDS)) {
        LateLogger.of(Edge.class).log(System.Logger.Level.WARNING, "a loop did not end in time");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    stop();
  }
}
