package dev.varve.base;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.HexFormat;

/// A SHA-256 digest: the id of a version (vid) or of a value (cid). Compares by value.
///
/// @param a the first eight bytes, big endian; `b`, `c` and `d` follow
public record Digest(long a, long b, long c, long d) {
  /// Thirty-two zero bytes: the digest of nothing, used where a value or parent is missing.
  public static final Digest NONE = new Digest(0, 0, 0, 0);

  /// The length in bytes.
  public static final int BYTES = 32;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /// Reads 32 bytes from `offset`.
  public static Digest of(byte[] bytes, int offset) {
    return new Digest(
        (long) LONG.get(bytes, offset),
        (long) LONG.get(bytes, offset + 8),
        (long) LONG.get(bytes, offset + 16),
        (long) LONG.get(bytes, offset + 24));
  }

  /// Reads 64 hex digits.
  ///
  /// @throws IllegalArgumentException when the text is anything else
  public static Digest parse(String hex) {
    if (hex.length() != 2 * BYTES) {
      throw new IllegalArgumentException("an id must have 64 hex digits, but is '" + hex + "'");
    }
    try {
      return of(HexFormat.of().parseHex(hex), 0);
    } catch (IllegalArgumentException _) {
      throw new IllegalArgumentException("an id must have 64 hex digits, but is '" + hex + "'");
    }
  }

  /// Writes 32 bytes at `offset`.
  public void writeTo(byte[] bytes, int offset) {
    LONG.set(bytes, offset, a);
    LONG.set(bytes, offset + 8, b);
    LONG.set(bytes, offset + 16, c);
    LONG.set(bytes, offset + 24, d);
  }

  /// 64 lower-case hex digits.
  public String hex() {
    var bytes = new byte[BYTES];
    writeTo(bytes, 0);
    return HexFormat.of().formatHex(bytes);
  }

  @Override
  public String toString() {
    return hex();
  }
}
