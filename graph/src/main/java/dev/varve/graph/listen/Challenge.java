package dev.varve.graph.listen;

/// How an ACME authority is shown that a host is ours.
public enum Challenge {
  /// A special certificate on the https port.
  TLS_ALPN_01,
  /// A file on the http port.
  HTTP_01,
  /// A DNS record; the only way to wildcards.
  DNS_01
}
