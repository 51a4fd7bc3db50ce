package dev.varve.graph.listen;

/// What a stream carries.
public enum StreamProtocol {
  /// TCP.
  TCP,
  /// UDP.
  UDP
}
