package dev.varve.graph.route;

/// Who may show a page in a frame.
public enum Frame {
  /// Nobody.
  DENY,
  /// Pages of the same origin.
  SAMEORIGIN,
  /// Anybody: no header.
  OFF
}
