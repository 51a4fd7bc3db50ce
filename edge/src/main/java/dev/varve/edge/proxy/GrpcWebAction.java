package dev.varve.edge.proxy;

import dev.varve.edge.action.ActionHandler;
import dev.varve.edge.action.RoutedExchange;

/// Lets clients of gRPC-Web call servers that speak gRPC only. Other requests pass untouched.
public final class GrpcWebAction implements ActionHandler {
  private final ActionHandler next;

  public GrpcWebAction(ActionHandler next) {
    this.next = next;
  }

  @Override
  public void handle(RoutedExchange exchange) {
    exchange.translateGrpcWeb();
    next.handle(exchange);
  }
}
