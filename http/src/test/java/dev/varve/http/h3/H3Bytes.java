package dev.varve.http.h3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.varve.http.Ascii;
import dev.varve.http.hpack.FieldSection;
import dev.varve.http.hpack.HeaderBlock;
import dev.varve.http.hpack.HpackText;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.HexFormat;

/// Frames and messages of HTTP/3 as octets, right and wrong ones.
final class H3Bytes {
  private H3Bytes() {}

  static byte[] varint(long number) {
    ByteBuf out = Unpooled.buffer();
    Varint.write(out, number);
    return bytes(out);
  }

  static byte[] frame(long type, byte[]... payload) {
    byte[] whole = join(payload);
    return join(varint(type), varint(whole.length), whole);
  }

  static byte[] data(String text) {
    return frame(FrameType.DATA, text.getBytes(ISO_8859_1));
  }

  /// A HEADERS frame: name, value, name, value.
  static byte[] headers(String... namesAndValues) {
    return frame(FrameType.HEADERS, section(namesAndValues));
  }

  static byte[] section(String... namesAndValues) {
    var block = new HeaderBlock(256);
    var encoder = new QpackEncoder(block);
    encoder.begin();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      byte[] name = namesAndValues[i].getBytes(ISO_8859_1);
      byte[] value = namesAndValues[i + 1].getBytes(ISO_8859_1);
      encoder.name(name, 0, name.length, Ascii.hash(name, 0, name.length));
      encoder.value(value, 0, value.length);
    }
    return Arrays.copyOf(block.bytes(), block.length());
  }

  /// The HEADERS of a request with more fields: name, value, name, value.
  static byte[] request(String method, String path, String... fields) {
    var all = new String[8 + fields.length];
    System.arraycopy(
        new String[] {
          ":method", method, ":scheme", "https", ":authority", "one.test", ":path", path
        },
        0,
        all,
        0,
        8);
    System.arraycopy(fields, 0, all, 8, fields.length);
    return headers(all);
  }

  static byte[] get(String path) {
    return request("GET", path);
  }

  /// Settings: id, value, id, value.
  static byte[] settings(long... idsAndValues) {
    var payload = new byte[0];
    for (long each : idsAndValues) {
      payload = join(payload, varint(each));
    }
    return frame(FrameType.SETTINGS, payload);
  }

  static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }

  static byte[] join(byte[]... pieces) {
    ByteBuf out = Unpooled.wrappedBuffer(pieces);
    return bytes(out);
  }

  private static byte[] bytes(ByteBuf from) {
    var bytes = new byte[from.readableBytes()];
    from.readBytes(bytes);
    return bytes;
  }

  /// What a server sent on a stream, one line a field, frames apart by what they are: `HEADERS
  /// :status: 200 ...`, `DATA text`. Empty DATA is passed over.
  static String text(byte[] received) {
    var text = new StringBuilder();
    ByteBuf in = Unpooled.wrappedBuffer(received);
    while (in.isReadable()) {
      long type = Varint.read(in);
      int length = (int) Varint.read(in);
      if (length > in.readableBytes()) {
        return text.append("CUT").toString();
      }
      var payload = new byte[length];
      in.readBytes(payload);
      if (type == FrameType.DATA) {
        if (length == 0) {
          continue;
        }
        text.append("DATA ").append(new String(payload, ISO_8859_1)).append('\n');
      } else if (type == FrameType.HEADERS) {
        text.append("HEADERS ").append(fields(payload)).append('\n');
      } else {
        text.append("FRAME ").append(type).append(' ');
        text.append(HexFormat.of().formatHex(payload)).append('\n');
      }
    }
    return text.toString();
  }

  private static String fields(byte[] section) {
    var text = new StringBuilder();
    try {
      var decoder = new QpackDecoder(new FieldSection(1 << 16, 1_000));
      decoder.begin(section, section.length);
      text.append(HpackText.rest(decoder).replaceAll("([^=\n]*)=([^\n]*)\n", "$1: $2; "));
    } catch (H3Exception wrong) {
      text.append(wrong.reason());
    }
    return text.toString();
  }
}
