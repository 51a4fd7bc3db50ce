package dev.varve.graph.listen;

/// Whether clients must show a certificate.
public enum ClientAuthMode {
  /// Every client must.
  REQUIRE,
  /// They are asked, and routes decide.
  REQUEST
}
