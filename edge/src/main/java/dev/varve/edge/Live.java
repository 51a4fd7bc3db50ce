package dev.varve.edge;

import dev.varve.edge.metric.RouteMetrics;
import dev.varve.edge.upstream.UpstreamGroup;
import dev.varve.graph.Graph;
import dev.varve.graph.match.Router;
import dev.varve.http.Ending;
import dev.varve.http.Exchange;
import dev.varve.http.FieldName;
import dev.varve.http.net.Loop;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A graph made ready to serve. Immutable; requests keep the one they began with, so that no
/// request sees two graphs.
///
/// @param routes by [dev.varve.graph.match.Outcome.Found#index]
/// @param sites by host, as the graph names them
/// @param unrouted counts requests that found no route
record Live(
    Graph graph,
    Router router,
    List<RouteRun> routes,
    Map<String, SiteRun> sites,
    Map<String, UpstreamGroup> upstreams,
    FieldName requestIdHeader,
    boolean acceptsIds,
    RouteMetrics unrouted,
    Journal journal) {

  /// A request is over.
  void ended(Passage passage, Exchange exchange, Ending ending) {
    RouteRun route = passage.route();
    long duration = duration(passage.loop(), exchange.startNanos());
    RouteMetrics metrics = route == null ? unrouted : route.metrics();
    metrics.ended(
        passage.loop().number(),
        passage.refused() == 0 ? exchange.status() : passage.refused(),
        duration,
        exchange.bytesIn(),
        exchange.bytesOut());
    String failure = Journal.errorType(passage, ending);
    if (!failure.isEmpty()) {
      metrics.failed(failure);
    }
    if (route == null || route.route().delivery().accessLog()) {
      journal.write(passage, exchange, ending, duration);
    }
  }

  /// By the clock itself where a request is answered within the turn it was asked for in.
  private static long duration(Loop loop, long startNanos) {
    long duration = loop.nanos() - startNanos;
    return duration > 0 ? duration : loop.clock().nanos() - startNanos;
  }

  @Nullable SiteRun site(String name) {
    return sites.get(name);
  }
}
