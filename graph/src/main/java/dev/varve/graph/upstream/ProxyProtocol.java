package dev.varve.graph.upstream;

/// Version of the PROXY protocol.
public enum ProxyProtocol {
  /// Not spoken.
  OFF,
  /// Text.
  V1,
  /// Binary.
  V2
}
