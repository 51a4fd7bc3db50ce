package dev.varve.http.h3;

import io.netty.buffer.ByteBuf;
import java.util.HashSet;

/// What client and server tell each other at the begin (RFC 9114 section 7.2.4). Ours allow no
/// dynamic table for header fields and no push, so of a client's nothing has to be kept.
final class Settings {
  private static final int MAX_FIELD_SECTION_SIZE = 0x06;
  private static final int ENABLE_CONNECT_PROTOCOL = 0x08;
  private static final int H3_DATAGRAM = 0x33;
  private static final int LAST_OF_HTTP2 = 0x05;

  private Settings() {}

  /// The payload of a SETTINGS frame of a client.
  static void check(ByteBuf in) throws H3Exception {
    var seen = new HashSet<Long>();
    while (in.isReadable()) {
      long setting = number(in);
      long value = number(in);
      if (!seen.add(setting)) {
        throw wrong("setting " + setting + " twice");
      }
      if (setting >= 0x02 && setting <= LAST_OF_HTTP2) {
        throw wrong("setting " + setting + " of HTTP/2");
      }
      if ((setting == ENABLE_CONNECT_PROTOCOL || setting == H3_DATAGRAM) && value > 1) {
        throw wrong("setting " + setting + " is neither 0 nor 1");
      }
    }
  }

  private static long number(ByteBuf in) throws H3Exception {
    if (!in.isReadable() || Varint.length(in.getByte(in.readerIndex())) > in.readableBytes()) {
      throw new H3Exception(ErrorCode.H3_FRAME_ERROR, "SETTINGS is cut short");
    }
    return Varint.read(in);
  }

  private static H3Exception wrong(String reason) {
    return new H3Exception(ErrorCode.H3_SETTINGS_ERROR, reason);
  }

  /// Writes what our control stream begins with.
  static void write(ByteBuf out, int headBytes) {
    Varint.write(out, FrameType.CONTROL_STREAM);
    Varint.write(out, FrameType.SETTINGS);
    Varint.write(out, 2 + Varint.size(headBytes) + 1);
    Varint.write(out, MAX_FIELD_SECTION_SIZE);
    Varint.write(out, headBytes);
    Varint.write(out, ENABLE_CONNECT_PROTOCOL);
    Varint.write(out, 1);
  }
}
