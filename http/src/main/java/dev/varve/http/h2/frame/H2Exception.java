package dev.varve.http.h2.frame;

/// The peer broke a rule after which the whole connection ends (RFC 9113 section 5.4.1). Carries no
/// stack trace: it is thrown because of what a stranger sent.
public final class H2Exception extends Exception {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  public H2Exception(ErrorCode code, String reason) {
    super(reason, null, false, false);
    this.code = code;
  }

  public ErrorCode code() {
    return code;
  }

  /// The words that go into the GOAWAY frame and the log.
  public String reason() {
    return String.valueOf(getMessage());
  }
}
