package dev.varve.graph.route;

/// What happens while a shared count cannot be reached.
public enum WhenAway {
  /// This node counts alone.
  LOCAL,
  /// Requests are let through.
  ALLOW,
  /// Requests get 503.
  DENY
}
