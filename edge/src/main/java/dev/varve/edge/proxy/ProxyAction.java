package dev.varve.edge.proxy;

import dev.varve.edge.action.ActionHandler;
import dev.varve.edge.action.RoutedExchange;
import dev.varve.edge.upstream.LoopUpstream;

/// Passes the requests of a route to its upstreams.
public final class ProxyAction implements ActionHandler {
  private final Split split;
  private final ProxyRules rules;

  public ProxyAction(Split split, ProxyRules rules) {
    this.split = split;
    this.rules = rules;
  }

  @Override
  public void handle(RoutedExchange exchange) {
    LoopUpstream any = split.any().on(exchange.loop());
    LoopUpstream upstream =
        split.choose(exchange.request().fields(), any.chance()).on(exchange.loop());
    ProxyRun run = exchange.state() instanceof ProxyRun kept ? kept : new ProxyRun();
    exchange.state(run);
    run.begin(exchange, upstream, rules);
  }
}
