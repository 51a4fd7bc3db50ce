package dev.varve.graph.path;

import java.nio.charset.StandardCharsets;

/// Encodes what may not stand in a path.
final class PathWriter {
  private static final String HEX = "0123456789ABCDEF";

  private PathWriter() {}

  static String encode(String canonical, int from) {
    var out = new StringBuilder(canonical.length() + 16).append(canonical, 0, from);
    for (int i = from; i < canonical.length(); ) {
      int point = canonical.codePointAt(i);
      if (point < 0x80 && CanonicalPath.stands((char) point)) {
        out.append((char) point);
      } else {
        for (byte b : Character.toString(point).getBytes(StandardCharsets.UTF_8)) {
          encode(b, out);
        }
      }
      i += Character.charCount(point);
    }
    return out.toString();
  }

  static void encode(byte value, StringBuilder out) {
    out.append('%').append(HEX.charAt(value >> 4 & 15)).append(HEX.charAt(value & 15));
  }
}
