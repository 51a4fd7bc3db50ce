package dev.varve.http.websocket;

/// The peer broke a rule; the WebSocket closes with this code. Carries no stack trace.
final class ProtocolException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int code;

  ProtocolException(int code, String reason) {
    super(reason, null, false, false);
    this.code = code;
  }

  int code() {
    return code;
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
