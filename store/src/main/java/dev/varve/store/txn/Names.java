package dev.varve.store.txn;

import dev.varve.base.Failure;
import dev.varve.store.problem.StoreCode;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// What namespaces and keys may be called.
public final class Names {
  public static final int KEY_MAX = 1024;
  private static final int NAMESPACE_MAX = 63;

  private Names() {}

  /// The key's UTF-8, or null when it is no key.
  public static byte @Nullable [] keyBytes(String key) {
    if (key.isEmpty() || key.length() > KEY_MAX) {
      return null;
    }
    byte[] utf8 = encode(key);
    return utf8 == null || utf8.length > KEY_MAX ? null : utf8;
  }

  /// UTF-8 of what may be any text, or null when it has lone surrogates.
  static byte @Nullable [] encode(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return encodeStrictly(text);
      }
    }
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte @Nullable [] encodeStrictly(String text) {
    try {
      ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      var copy = new byte[bytes.remaining()];
      bytes.get(copy);
      return copy;
    } catch (CharacterCodingException _) {
      return null;
    }
  }

  /// Whether users may have a namespace of this name.
  public static boolean isNamespace(String name) {
    if (name.isEmpty() || name.length() > NAMESPACE_MAX) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      boolean joint = c == '-' || c == '_' || c == '.';
      if (!word && (i == 0 || !joint)) {
        return false;
      }
    }
    return true;
  }

  /// The key's UTF-8.
  ///
  /// @throws Failure when it is no key
  public static byte[] requireKey(String key) {
    byte[] bytes = keyBytes(key);
    if (bytes == null) {
      throw new Failure(StoreCode.BAD_NAME, badKey(key), "");
    }
    return bytes;
  }

  static String badKey(String key) {
    String shown = key.length() > 80 ? key.substring(0, 80) + "..." : key;
    return "a key must be 1 to 1024 bytes of valid Unicode in UTF-8, but is '" + shown + "'";
  }

  static String badNamespace(String name) {
    String shown = name.length() > 80 ? name.substring(0, 80) + "..." : name;
    return "a namespace must be 1 to 63 of a-z, 0-9, '.', '_' and '-', starting with a letter or"
        + " digit, but is '"
        + shown
        + "'";
  }
}
