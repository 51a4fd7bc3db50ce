package dev.varve.edge.proxy;

import dev.varve.edge.action.ActionHandler;
import dev.varve.edge.action.RoutedExchange;
import dev.varve.edge.upstream.LoopUpstream;
import dev.varve.http.Body;

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
    if (MaxForwards.areOver(exchange.request())) {
      answer(exchange);
      return;
    }
    LoopUpstream any = split.any().on(exchange.loop());
    LoopUpstream upstream =
        split.choose(exchange.request().fields(), any.chance()).on(exchange.loop());
    ProxyRun run = exchange.state() instanceof ProxyRun kept ? kept : new ProxyRun();
    exchange.state(run);
    run.begin(exchange, upstream, rules);
  }

  /// As the last on the way. TRACE would show what only upstreams are told.
  private static void answer(RoutedExchange exchange) {
    if (exchange.request().method().equals("TRACE")) {
      exchange.refuse(405, "");
    } else {
      exchange.response().status(204);
      exchange.respond(exchange.response(), Body.empty());
    }
  }
}
