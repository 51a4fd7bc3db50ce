package dev.varve.store.query.plan;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Bounds of keys out of bounds of their ordered bytes. They may let in too much, never too little.
final class KeyText {
  private static final int STRING = 6;

  private KeyText() {}

  /// A string at or before which no key lies below the bound.
  static String from(byte[] bound) {
    if (bound.length == 0 || bound[0] != STRING) {
      return "";
    }
    byte[] content = content(bound);
    for (int length = content.length; length > 0 && length > content.length - 4; length--) {
      String text = decode(content, length);
      if (text != null) {
        return text;
      }
    }
    return "";
  }

  /// A string that no key below the bound reaches; null where there is none.
  static @Nullable String to(byte @Nullable [] bound) {
    if (bound == null || bound.length == 0 || bound[0] != STRING) {
      return null;
    }
    byte[] content = content(bound);
    String text = decode(content, content.length);
    boolean included =
        bound.length > 2 && bound[bound.length - 1] == 2 && bound[bound.length - 2] == 0;
    return text == null || !included ? text : text + '\0';
  }

  /// Without the type, the end mark and the marks behind zeros.
  private static byte[] content(byte[] bound) {
    var content = new ByteArrayOutputStream();
    for (int i = 1; i < bound.length; i++) {
      if (bound[i] == 0 && i + 1 < bound.length && bound[i + 1] != (byte) 0xFF) {
        break;
      }
      content.write(bound[i]);
      i += bound[i] == 0 ? 1 : 0;
    }
    return content.toByteArray();
  }

  private static @Nullable String decode(byte[] utf8, int length) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(utf8, 0, length))
          .toString();
    } catch (CharacterCodingException _) {
      return null;
    }
  }
}
