package dev.varve.edge;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// The first bytes of TLS clients (RFC 8446, 4.1.2), made by hand.
final class Hello {
  private Hello() {}

  /// One record that names the host; no name when it is empty.
  static byte[] naming(String host) {
    return records(message(host), Integer.MAX_VALUE);
  }

  /// The same, in records of so many bytes.
  static byte[] inPieces(String host, int size) {
    return records(message(host), size);
  }

  private static byte[] message(String host) {
    byte[] name = host.getBytes(StandardCharsets.ISO_8859_1);
    var extension = ByteBuffer.allocate(host.isEmpty() ? 0 : 9 + name.length);
    if (!host.isEmpty()) {
      extension.putShort((short) 0).putShort((short) (name.length + 5));
      extension.putShort((short) (name.length + 3)).put((byte) 0);
      extension.putShort((short) name.length).put(name);
    }
    int length = 2 + 32 + 1 + 4 + 2 + 2 + extension.capacity();
    var message = ByteBuffer.allocate(4 + length).putInt((1 << 24) | length);
    message.putShort((short) 0x0303).put(new byte[32]).put((byte) 0);
    message.putShort((short) 2).putShort((short) 0x1301).put((byte) 1).put((byte) 0);
    return message.putShort((short) extension.capacity()).put(extension.array()).array();
  }

  static byte[] records(byte[] message, int size) {
    var out = new ByteArrayOutputStream();
    for (int at = 0; at < message.length; at += size) {
      int piece = Math.min(size, message.length - at);
      out.writeBytes(new byte[] {22, 3, 1, (byte) (piece >> 8), (byte) piece});
      out.write(message, at, piece);
      if (size == Integer.MAX_VALUE) {
        break;
      }
    }
    return out.toByteArray();
  }
}
