package dev.varve.graph.upstream;

/// What is spoken with targets.
public enum Protocol {
  /// HTTP/2 if TLS negotiates it, else HTTP/1.1.
  AUTO,
  /// HTTP/1.1.
  H1,
  /// HTTP/2; without TLS with prior knowledge.
  H2
}
