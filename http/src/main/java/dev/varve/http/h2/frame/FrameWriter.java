package dev.varve.http.h2.frame;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.varve.http.hpack.HeaderBlock;
import java.nio.ByteBuffer;

/// Writes frames (RFC 9113 section 6).
public final class FrameWriter {
  /// Every peer takes frames of this length; longer ones would only delay other streams.
  public static final int FRAME_LENGTH_MAX = 16_384;

  private static final int REASON_MAX = 128;

  private final Output out;

  public FrameWriter(Output out) {
    this.out = out;
  }

  /// Our settings: pairs of id and value.
  public void settings(int... idsAndValues) {
    out.frame(idsAndValues.length * 3, FrameType.SETTINGS, 0, 0);
    for (int i = 0; i < idsAndValues.length; i += 2) {
      out.room(6).putShort((short) idsAndValues[i]).putInt(idsAndValues[i + 1]);
    }
  }

  public void settingsAck() {
    out.frame(0, FrameType.SETTINGS, FrameType.ACK, 0);
  }

  public void ping(long payload, boolean ack) {
    out.frame(8, FrameType.PING, ack ? FrameType.ACK : 0, 0);
    out.room(8).putLong(payload);
  }

  public void windowUpdate(int stream, int increment) {
    out.frame(4, FrameType.WINDOW_UPDATE, 0, stream);
    out.room(4).putInt(increment);
  }

  public void reset(int stream, ErrorCode code) {
    out.frame(4, FrameType.RST_STREAM, 0, stream);
    out.room(4).putInt(code.number());
  }

  public void goAway(int lastStream, ErrorCode code, String reason) {
    byte[] text = reason.getBytes(ISO_8859_1);
    int length = Math.min(text.length, REASON_MAX);
    out.frame(8 + length, FrameType.GOAWAY, 0, 0);
    out.room(8).putInt(lastStream).putInt(code.number());
    out.put(text, 0, length);
  }

  /// A header block in as many frames as it takes.
  public void headers(int stream, HeaderBlock block, boolean last) {
    int length = Math.min(block.length(), FRAME_LENGTH_MAX);
    boolean whole = length == block.length();
    int flags = (whole ? FrameType.END_HEADERS : 0) | (last ? FrameType.END_STREAM : 0);
    out.frame(length, FrameType.HEADERS, flags, stream);
    out.put(block.bytes(), 0, length);
    int at = length;
    while (at < block.length()) {
      length = Math.min(block.length() - at, FRAME_LENGTH_MAX);
      boolean end = at + length == block.length();
      out.frame(length, FrameType.CONTINUATION, end ? FrameType.END_HEADERS : 0, stream);
      out.put(block.bytes(), at, length);
      at += length;
    }
  }

  /// The first `count` octets of the buffer, which is advanced by them.
  public void data(int stream, ByteBuffer source, int count) {
    int left = count;
    while (left > 0) {
      int length = Math.min(left, FRAME_LENGTH_MAX);
      out.frame(length, FrameType.DATA, 0, stream);
      out.put(source, length);
      left -= length;
    }
  }

  /// Ends a stream without trailers, by the last DATA frame where that is still here.
  public void end(int stream) {
    if (!out.endLastData(stream)) {
      out.frame(0, FrameType.DATA, FrameType.END_STREAM, stream);
    }
  }
}
