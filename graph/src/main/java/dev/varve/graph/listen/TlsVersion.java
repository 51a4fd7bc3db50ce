package dev.varve.graph.listen;

/// Versions of TLS; older ones are never spoken.
public enum TlsVersion {
  TLS_1_2("1.2"),
  TLS_1_3("1.3");

  private final String word;

  TlsVersion(String word) {
    this.word = word;
  }

  /// As it is written: `1.2`.
  public String word() {
    return word;
  }
}
