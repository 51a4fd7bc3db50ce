package dev.varve.graph.listen;

/// When clients of HTTP/3 have to prove their address before anything is kept of them.
public enum QuicRetry {
  /// While many handshakes are under way or most of the allowed connections are open.
  UNDER_LOAD,
  /// Always, at the price of one round trip.
  ALWAYS
}
