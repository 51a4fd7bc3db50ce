package dev.varve.edge.guard;

import dev.varve.edge.action.RoutedExchange;

/// Decides who may pass. One object serves all requests of its routes, on all loops.
@FunctionalInterface
public interface GuardCheck {
  /// Decides now or later, exactly once, on the exchange's loop. Must not block there.
  void check(RoutedExchange exchange, Decision decision);
}
