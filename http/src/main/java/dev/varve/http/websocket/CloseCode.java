package dev.varve.http.websocket;

/// The numbers of RFC 6455 section 7.4.1 that say why a WebSocket closes.
public final class CloseCode {
  public static final int NORMAL = 1000;
  public static final int GOING_AWAY = 1001;
  public static final int PROTOCOL_ERROR = 1002;
  public static final int UNSUPPORTED = 1003;

  /// Never sent: the peer's close frame had no code.
  public static final int NONE = 1005;

  /// Never sent: the connection broke without a close frame.
  public static final int ABNORMAL = 1006;

  public static final int BAD_DATA = 1007;
  public static final int POLICY = 1008;
  public static final int TOO_BIG = 1009;
  public static final int INTERNAL_ERROR = 1011;
  public static final int TRY_AGAIN_LATER = 1013;

  private CloseCode() {}

  /// Whether the code may stand in a close frame.
  static boolean maySend(int code) {
    return (code >= 1000 && code <= 1003)
        || (code >= 1007 && code <= 1014)
        || (code >= 3000 && code <= 4999);
  }
}
