package dev.varve.edge.fastcgi;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// The records of FastCGI, for one request at a time on a connection (id 1).
///
/// ```
/// record     = version(1) type(1) request-id(2) length(2) padding(1) reserved(1) content padding
/// begin      = role(2) flags(1) reserved(5)          ; responder, the connection is kept
/// parameters = *(length name length value)           ; a length over 127 takes four bytes
/// ```
final class Records {
  static final int BEGIN = 1;
  static final int ABORT = 2;
  static final int END = 3;
  static final int PARAMS = 4;
  static final int STDIN = 5;
  static final int STDOUT = 6;
  static final int STDERR = 7;
  static final int HEADER = 8;
  static final int CONTENT_MAX = 65_528;

  private static final byte[] BEGIN_RESPONDER = {
    1, BEGIN, 0, 1, 0, 8, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0
  };

  private Records() {}

  /// The header of a record.
  static byte[] header(int type, int length) {
    return new byte[] {1, (byte) type, 0, 1, (byte) (length >> 8), (byte) length, 0, 0};
  }

  /// The begin of a request and all its parameters.
  static byte[] begin(byte[] parameters) {
    var out = new ByteArrayOutputStream(parameters.length + 64);
    out.writeBytes(BEGIN_RESPONDER);
    for (int at = 0; at < parameters.length; at += CONTENT_MAX) {
      int length = Math.min(CONTENT_MAX, parameters.length - at);
      out.writeBytes(header(PARAMS, length));
      out.write(parameters, at, length);
    }
    out.writeBytes(header(PARAMS, 0));
    return out.toByteArray();
  }

  /// Adds one parameter.
  static void parameter(ByteArrayOutputStream to, String name, String value) {
    byte[] left = name.getBytes(StandardCharsets.UTF_8);
    byte[] right = value.getBytes(StandardCharsets.UTF_8);
    length(to, left.length);
    length(to, right.length);
    to.writeBytes(left);
    to.writeBytes(right);
  }

  private static void length(ByteArrayOutputStream to, int length) {
    if (length > 127) {
      to.write(length >> 24 | 0x80);
      to.write(length >> 16);
      to.write(length >> 8);
    }
    to.write(length);
  }
}
