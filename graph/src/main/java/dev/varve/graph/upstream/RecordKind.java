package dev.varve.graph.upstream;

/// Which DNS records name targets.
public enum RecordKind {
  /// Addresses, IPv4 and IPv6.
  A,
  /// Names with ports and weights.
  SRV
}
