package dev.varve.http.h2;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.varve.http.h2.frame.ErrorCode;
import dev.varve.http.h2.frame.FrameType;
import dev.varve.http.hpack.FieldSection;
import dev.varve.http.hpack.HpackDecoder;
import dev.varve.http.hpack.HpackException;
import dev.varve.http.hpack.HpackText;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// What a connection sent, one line a frame, for tests to compare.
final class FrameText {
  private final HpackDecoder decoder = new HpackDecoder(4096, new FieldSection(65536, 256));

  private byte[] rest = new byte[0];

  List<String> read(byte[] bytes) {
    var lines = new ArrayList<String>();
    var in = ByteBuffer.wrap(FrameBytes.join(rest, bytes));
    while (in.remaining() >= FrameType.HEAD
        && in.remaining() >= FrameType.HEAD + (in.getInt(in.position()) >>> 8)) {
      int head = in.getInt();
      int flags = in.get();
      int stream = in.getInt();
      var payload = new byte[head >>> 8];
      in.get(payload);
      lines.add(line(head & 0xff, flags, stream, payload));
    }
    rest = new byte[in.remaining()];
    in.get(rest);
    return lines;
  }

  private String line(int type, int flags, int stream, byte[] payload) {
    ByteBuffer in = ByteBuffer.wrap(payload);
    String end = (flags & FrameType.END_STREAM) != 0 ? " END" : "";
    return switch (type) {
      case FrameType.DATA ->
          "DATA " + stream + end + " " + (payload.length > 40 ? payload.length : text(payload));
      case FrameType.HEADERS -> "HEADERS " + stream + end + " " + fields(payload);
      case FrameType.RST_STREAM -> "RESET " + stream + " " + ErrorCode.of(in.getInt());
      case FrameType.SETTINGS -> (flags & 1) != 0 ? "SETTINGS ACK" : "SETTINGS";
      case FrameType.PING -> ((flags & 1) != 0 ? "PONG " : "PING ") + in.getLong();
      case FrameType.GOAWAY -> "GOAWAY " + in.getInt() + " " + ErrorCode.of(in.getInt());
      case FrameType.WINDOW_UPDATE -> "WINDOW " + stream + " " + in.getInt();
      default -> "TYPE " + type;
    };
  }

  private String fields(byte[] block) {
    try {
      return HpackText.decode(decoder, block)
          .strip()
          .replace('\n', '|')
          .replaceAll("\\|?date=[^|]*", "");
    } catch (HpackException violation) {
      throw new AssertionError("our own header block cannot be read", violation);
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }
}
