package dev.varve.graph.upstream;

/// How the next target is chosen.
public enum BalanceKind {
  /// One after the other, by weight.
  ROUND_ROBIN,
  /// The one with the fewest requests in flight, by weight.
  LEAST_CONN,
  /// The less busy of two that are drawn.
  P2C,
  /// The one that answered fastest of late, counting requests in flight.
  EWMA,
  /// Any, by weight.
  RANDOM,
  /// By hash of the key, with a table: even shares.
  MAGLEV,
  /// By hash of the key, on a ring: fewest moves.
  RING
}
