package dev.varve.http.h2;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;

/// Octets of a fuzzer as frames. Most of what it makes up would be one frame too long; so where the
/// first octet is odd the rest is taken as type, flags, stream, length and payload of frames whose
/// heads are right.
final class HostileFrames {
  private HostileFrames() {}

  static byte[] of(byte[] input) {
    if (input.length == 0 || (input[0] & 1) == 0) {
      return input.length == 0 ? input : Arrays.copyOfRange(input, 1, input.length);
    }
    var frames = new ByteArrayOutputStream();
    for (int at = 1; at + 4 <= input.length; ) {
      int length = Math.min(input[at + 3] & 0xff, input.length - at - 4);
      byte[] payload = Arrays.copyOfRange(input, at + 4, at + 4 + length);
      frames.writeBytes(FrameBytes.frame(input[at] & 0xff, input[at + 1], input[at + 2], payload));
      at += 4 + length;
    }
    return frames.toByteArray();
  }

  /// What must not depend on the pieces that frames come in: all but how data and the room for it
  /// is divided.
  static String essence(List<String> lines) {
    return String.join("\n", lines.stream().filter(each -> !isVarying(each)).toList());
  }

  private static boolean isVarying(String line) {
    return line.startsWith("WINDOW ") || line.startsWith("DATA ");
  }
}
