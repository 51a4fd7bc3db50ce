package dev.varve.graph.route;

/// Sets of security headers.
public enum SecurityPreset {
  /// What no site misses.
  BASIC,
  /// What new sites should start with.
  STRICT
}
