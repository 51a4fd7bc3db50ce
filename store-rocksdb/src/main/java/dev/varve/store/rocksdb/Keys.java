package dev.varve.store.rocksdb;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// How keys and numbers are written; [Family] has the grammar.
final class Keys {
  static final byte[] FORMAT = name("format");
  static final byte[] STORE = name("store");
  static final byte[] LAST = name("last");
  static final byte[] STATE = name("state");
  static final byte[] REMOVED = name("removed");

  private Keys() {}

  private static byte[] name(String name) {
    return name.getBytes(StandardCharsets.US_ASCII);
  }

  static byte[] number(long number) {
    return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
  }

  static long number(byte[] bytes) {
    return ByteBuffer.wrap(bytes).getLong();
  }

  static byte[] head(int namespace, byte[] key) {
    return ByteBuffer.allocate(Integer.BYTES + key.length).putInt(namespace).put(key).array();
  }

  /// The namespace of a head.
  static int namespace(byte[] head) {
    return ByteBuffer.wrap(head).getInt();
  }

  /// The key of a head.
  static byte[] key(byte[] head) {
    return Arrays.copyOfRange(head, Integer.BYTES, head.length);
  }

  static byte[] removed(int namespace) {
    return ByteBuffer.allocate(REMOVED.length + Integer.BYTES)
        .put(REMOVED)
        .putInt(namespace)
        .array();
  }
}
