package dev.varve.edge.stream;

/// How a connection ended, with the word that stands in the log as `error.type` and in the metrics
/// as `end`.
enum StreamEnd {
  /// Both sides ended, or a UDP client fell silent.
  COMPLETE("", 0),
  /// What came first is no TLS hello, or none came in time.
  TLS_HELLO("tls_hello", 1),
  /// The client named nobody we know.
  TLS_NAME("tls_name_unknown", 2),
  UNAVAILABLE("upstream_unavailable", 3),
  BUSY("upstream_busy", 4),
  CONNECT("upstream_connect", 5),
  CONNECT_TIMEOUT("upstream_connect_timeout", 6),
  UPSTREAM_GONE("upstream_reset", 7),
  CLIENT_GONE("client_gone", 8),
  IDLE("idle_timeout", 9),
  /// The stream is not served any more.
  CUT("cut", 10);

  /// How many there are.
  static final int CELLS = 11;

  private final String errorType;
  private final int cell;

  StreamEnd(String errorType, int cell) {
    this.errorType = errorType;
    this.cell = cell;
  }

  /// Its place among the counters of a stream.
  int cell() {
    return cell;
  }

  /// Empty for a good end.
  String errorType() {
    return errorType;
  }

  String label() {
    return errorType.isEmpty() ? "complete" : errorType;
  }
}
