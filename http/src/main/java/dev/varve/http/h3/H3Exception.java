package dev.varve.http.h3;

/// The client broke a rule after which the whole connection ends (RFC 9114 section 8). Carries no
/// stack trace: it is thrown because of what a stranger sent.
final class H3Exception extends Exception {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  H3Exception(ErrorCode code, String reason) {
    super(reason, null, false, false);
    this.code = code;
  }

  ErrorCode code() {
    return code;
  }

  /// The words that go into CONNECTION_CLOSE and the log.
  String reason() {
    return String.valueOf(getMessage());
  }
}
