package dev.varve.http.ocsp;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/// As much of DER (X.690) as OCSP needs.
final class Der {
  static final int OCTETS = 0x04;
  static final int OBJECT = 0x06;
  static final int TIME = 0x18;
  static final int SEQUENCE = 0x30;
  static final int FIRST = 0xA0;

  private Der() {}

  /// One element around these contents.
  static byte[] of(int tag, byte[]... contents) {
    int length = 0;
    for (byte[] each : contents) {
      length += each.length;
    }
    var out = new ByteArrayOutputStream();
    out.write(tag);
    if (length >= 0x80) {
      out.write(length > 0xFF ? 0x82 : 0x81);
    }
    if (length > 0xFF) {
      out.write(length >>> 8);
    }
    out.write(length);
    for (byte[] each : contents) {
      out.writeBytes(each);
    }
    return out.toByteArray();
  }

  /// The tag of the next element; -1 at the end.
  static int tag(ByteBuffer in) {
    return in.hasRemaining() ? in.get(in.position()) & 0xFF : -1;
  }

  /// The contents of the next element, which is passed.
  ///
  /// @throws IllegalArgumentException when it is another one or broken
  static ByteBuffer enter(ByteBuffer in, int tag) {
    if (tag(in) != tag) {
      throw new IllegalArgumentException("element must be " + tag + ", but is " + tag(in));
    }
    return next(in);
  }

  /// The contents of the next element of any kind, which is passed.
  static ByteBuffer next(ByteBuffer in) {
    try {
      in.get();
      int length = in.get() & 0xFF;
      if (length >= 0x80) {
        int octets = length & 0x7F;
        if (octets == 0 || octets > 3) {
          throw new IllegalArgumentException("length must have 1 to 3 octets, but has " + octets);
        }
        length = 0;
        for (int i = 0; i < octets; i++) {
          length = (length << 8) | (in.get() & 0xFF);
        }
      }
      ByteBuffer contents = in.slice(in.position(), length);
      in.position(in.position() + length);
      return contents;
    } catch (java.nio.BufferUnderflowException | IndexOutOfBoundsException cause) {
      throw new IllegalArgumentException("element is cut short", cause);
    }
  }

  static byte[] bytes(ByteBuffer of) {
    var bytes = new byte[of.remaining()];
    of.get(of.position(), bytes);
    return bytes;
  }
}
