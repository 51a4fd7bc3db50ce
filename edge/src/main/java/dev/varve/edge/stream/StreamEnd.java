package dev.varve.edge.stream;

/// How a connection ended, with the word that stands in the log as `error.type` and in the metrics
/// as `end`.
enum StreamEnd {
  /// Both sides ended, or a UDP client fell silent.
  COMPLETE(""),
  /// What came first is no TLS hello, or none came in time.
  TLS_HELLO("tls_hello"),
  /// The client named nobody we know.
  TLS_NAME("tls_name_unknown"),
  UNAVAILABLE("upstream_unavailable"),
  BUSY("upstream_busy"),
  CONNECT("upstream_connect"),
  CONNECT_TIMEOUT("upstream_connect_timeout"),
  UPSTREAM_GONE("upstream_reset"),
  CLIENT_GONE("client_gone"),
  IDLE("idle_timeout"),
  /// The stream is not served any more.
  CUT("cut");

  private final String errorType;

  StreamEnd(String errorType) {
    this.errorType = errorType;
  }

  /// Empty for a good end.
  String errorType() {
    return errorType;
  }

  String label() {
    return errorType.isEmpty() ? "complete" : errorType;
  }
}
