package dev.varve.http.websocket;

/// Opcodes and bits of RFC 6455 section 5.2.
final class Opcode {
  static final int CONTINUATION = 0;
  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;

  static final int FIN = 0x80;

  /// RSV1: the message is compressed (RFC 7692 section 6).
  static final int COMPRESSED = 0x40;

  static final int MASKED = 0x80;
  static final int CONTROL_LENGTH_MAX = 125;

  private Opcode() {}
}
