package dev.varve.graph.listen;

/// What a client gets that names no known host.
public enum UnknownName {
  /// The handshake fails.
  REFUSE,
  /// The first certificate.
  FIRST
}
