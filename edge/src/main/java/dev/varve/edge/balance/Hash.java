package dev.varve.edge.balance;

/// A fast 64-bit hash for placing keys and targets. Not for secrets: whoever may choose keys can
/// find collisions, and gains only that his own keys meet at one target.
public final class Hash {
  private static final long FIRST = 0x9E37_79B9_7F4A_7C15L;
  private static final long SECOND = 0xBF58_476D_1CE4_E5B9L;
  private static final long THIRD = 0x94D0_49BB_1331_11EBL;

  private Hash() {}

  public static long of(CharSequence text) {
    long hash = text.length() * FIRST;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * SECOND;
      hash ^= hash >>> 29;
    }
    return mix(hash);
  }

  public static long of(byte[] bytes, int start, int length) {
    long hash = length * FIRST;
    for (int i = start; i < start + length; i++) {
      hash = (hash ^ (bytes[i] & 0xFF)) * SECOND;
      hash ^= hash >>> 29;
    }
    return mix(hash);
  }

  /// Spreads every bit over all others.
  public static long mix(long value) {
    long hash = value + FIRST;
    hash = (hash ^ (hash >>> 30)) * SECOND;
    hash = (hash ^ (hash >>> 27)) * THIRD;
    return hash ^ (hash >>> 31);
  }

  static long mix(long a, long b) {
    return mix(mix(a) ^ (b * FIRST));
  }

  /// Evenly in [0, bound).
  static int below(long hash, int bound) {
    return (int) Math.unsignedMultiplyHigh(hash, bound);
  }

  /// Evenly in (0, 1).
  static double unit(long hash) {
    return ((hash >>> 11) + 0.5) * 0x1p-53;
  }
}
