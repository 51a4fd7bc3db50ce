package dev.varve.edge.proxy;

import dev.varve.edge.action.ActionHandler;
import dev.varve.edge.action.RoutedExchange;
import dev.varve.edge.upstream.LoopUpstream;
import dev.varve.edge.upstream.UpstreamGroup;
import dev.varve.http.Request;
import java.util.concurrent.atomic.AtomicInteger;

/// Sends a share of the requests to another upstream too, whose answers are dropped. The request
/// itself never waits for its copy: what the copy cannot take at once it does not get at all.
public final class MirrorAction implements ActionHandler {
  /// With the bytes that one may hold, this bounds the memory of all: 64 MiB.
  private static final int IN_FLIGHT_MOST = 256;

  private final ActionHandler next;
  private final UpstreamGroup group;
  private final int percent;
  private final ProxyRules rules;
  private final AtomicInteger inFlight = new AtomicInteger();

  public MirrorAction(ActionHandler next, UpstreamGroup group, int percent, ProxyRules rules) {
    this.next = next;
    this.group = group;
    this.percent = percent;
    this.rules = rules;
  }

  @Override
  public void handle(RoutedExchange exchange) {
    Request request = exchange.request();
    LoopUpstream to = group.on(exchange.loop());
    boolean tunnels = request.protocol() != null || request.isConnect();
    if (!tunnels && to.chance().nextInt(100) < percent && enter()) {
      new MirrorRun(to, this::leave).begin(exchange, rules);
    }
    next.handle(exchange);
  }

  private boolean enter() {
    if (inFlight.incrementAndGet() > IN_FLIGHT_MOST) {
      inFlight.decrementAndGet();
      return false;
    }
    return true;
  }

  private void leave() {
    inFlight.decrementAndGet();
  }
}
