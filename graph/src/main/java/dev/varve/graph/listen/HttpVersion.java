package dev.varve.graph.listen;

/// Versions of HTTP.
public enum HttpVersion {
  /// HTTP/1.1 and 1.0.
  H1,
  /// HTTP/2.
  H2,
  /// HTTP/3 over QUIC.
  H3
}
