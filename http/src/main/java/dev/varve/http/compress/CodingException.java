package dev.varve.http.compress;

/// Bytes are not what their coding says. Carries no stack trace.
final class CodingException extends Exception {
  private static final long serialVersionUID = 1L;

  CodingException(String reason) {
    super(reason, null, false, false);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
