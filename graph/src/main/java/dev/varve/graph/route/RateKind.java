package dev.varve.graph.route;

/// How time is cut for a rate.
public enum RateKind {
  /// Tokens come back evenly.
  TOKEN_BUCKET,
  /// The last period, to the moment.
  SLIDING_WINDOW,
  /// Periods that begin for everybody at the same time.
  FIXED_WINDOW
}
