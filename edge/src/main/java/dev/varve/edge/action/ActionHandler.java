package dev.varve.edge.action;

/// Answers the requests of a route. One object serves all requests of its routes, on all loops.
@FunctionalInterface
public interface ActionHandler {
  /// Answers now or later. Called on the exchange's loop and must not block: work that may block
  /// goes to another thread and comes back with `exchange.loop().execute(...)`, where it asks
  /// [RoutedExchange#isOn] whether the client is still there.
  void handle(RoutedExchange exchange);
}
