package dev.varve.graph;

/// How the access log is written.
public enum AccessLog {
  /// Not at all.
  OFF,
  /// One JSON object a line.
  JSON,
  /// The format that web servers share.
  COMBINED
}
