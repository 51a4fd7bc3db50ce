package dev.varve.program.gate;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// A picture, drawn without Java's own graphics, which leave a thread behind.
final class Png {
  private static final int STRIPE = 40;

  private Png() {}

  /// Layers of two colours.
  static byte[] striped(int width, int height) {
    var rows = new ByteArrayOutputStream();
    for (int y = 0; y < height; y++) {
      rows.write(0);
      int shade = y / STRIPE % 2 == 0 ? 255 : 140;
      for (int x = 0; x < width; x++) {
        rows.writeBytes(new byte[] {39, 112, (byte) shade});
      }
    }
    var png = new ByteArrayOutputStream();
    png.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    byte[] size =
        ByteBuffer.allocate(13)
            .putInt(width)
            .putInt(height)
            .put(new byte[] {8, 2, 0, 0, 0})
            .array();
    chunk(png, "IHDR", size);
    chunk(png, "IDAT", deflated(rows.toByteArray()));
    chunk(png, "IEND", new byte[0]);
    return png.toByteArray();
  }

  private static byte[] deflated(byte[] bytes) {
    var packed = new byte[bytes.length];
    try (var deflater = new Deflater()) {
      deflater.setInput(bytes);
      deflater.finish();
      return Arrays.copyOf(packed, deflater.deflate(packed));
    }
  }

  private static void chunk(ByteArrayOutputStream to, String type, byte[] content) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    var sum = new CRC32();
    sum.update(name);
    sum.update(content);
    to.writeBytes(ByteBuffer.allocate(4).putInt(content.length).array());
    to.writeBytes(name);
    to.writeBytes(content);
    to.writeBytes(ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
  }
}
