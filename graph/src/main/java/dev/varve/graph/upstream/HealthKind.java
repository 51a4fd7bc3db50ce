package dev.varve.graph.upstream;

/// What a probe sends.
public enum HealthKind {
  /// A GET request.
  HTTP,
  /// Nothing: a connection is enough.
  TCP,
  /// A grpc.health.v1 check.
  GRPC
}
