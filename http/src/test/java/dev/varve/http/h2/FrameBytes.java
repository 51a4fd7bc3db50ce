package dev.varve.http.h2;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.varve.http.Ascii;
import dev.varve.http.h2.frame.ErrorCode;
import dev.varve.http.h2.frame.FrameType;
import dev.varve.http.hpack.HeaderBlock;
import dev.varve.http.hpack.HpackEncoder;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// Frames as a peer sends them, well formed or not.
final class FrameBytes {
  private final HeaderBlock block = new HeaderBlock(64);
  private final HpackEncoder encoder = new HpackEncoder(block);

  static byte[] frame(int type, int flags, int stream, byte... payload) {
    var bytes = ByteBuffer.allocate(9 + payload.length);
    bytes.putInt((payload.length << 8) | type).put((byte) flags).putInt(stream).put(payload);
    return bytes.array();
  }

  static byte[] settings(int... idsAndValues) {
    var payload = ByteBuffer.allocate(idsAndValues.length * 3);
    for (int i = 0; i < idsAndValues.length; i += 2) {
      payload.putShort((short) idsAndValues[i]).putInt(idsAndValues[i + 1]);
    }
    return frame(FrameType.SETTINGS, 0, 0, payload.array());
  }

  static byte[] data(int stream, int flags, String text) {
    return frame(FrameType.DATA, flags, stream, text.getBytes(ISO_8859_1));
  }

  static byte[] number(int type, int stream, int number) {
    return frame(type, 0, stream, ByteBuffer.allocate(4).putInt(number).array());
  }

  static byte[] windowUpdate(int stream, int increment) {
    return number(FrameType.WINDOW_UPDATE, stream, increment);
  }

  static byte[] reset(int stream, ErrorCode code) {
    return number(FrameType.RST_STREAM, stream, code.number());
  }

  static byte[] ping(long payload, int flags) {
    return frame(FrameType.PING, flags, 0, ByteBuffer.allocate(8).putLong(payload).array());
  }

  /// Lines `name=value`, divided by `|`.
  byte[] headers(int stream, boolean last, String lines) {
    return frame(
        FrameType.HEADERS,
        FrameType.END_HEADERS | (last ? FrameType.END_STREAM : 0),
        stream,
        block(lines));
  }

  byte[] block(String lines) {
    block.clear();
    encoder.begin(block);
    for (String line : lines.split("\\|", -1)) {
      int split = line.startsWith("=") ? 0 : line.indexOf('=', 1);
      byte[] name = line.substring(0, split).getBytes(ISO_8859_1);
      byte[] value = line.substring(split + 1).getBytes(ISO_8859_1);
      encoder.name(name, 0, name.length, Ascii.hash(name, 0, name.length));
      encoder.value(value, 0, value.length);
    }
    return Arrays.copyOf(block.bytes(), block.length());
  }

  static byte[] join(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    for (byte[] each : parts) {
      all.writeBytes(each);
    }
    return all.toByteArray();
  }
}
