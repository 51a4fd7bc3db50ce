package dev.varve.store.query.plan;

import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// Entries from some bytes up to, not including, others, in unsigned order. Belongs to whoever has
/// it; the arrays are not copied.
public final class ByteRange {
  /// Everything.
  public static final ByteRange ALL = new ByteRange(new byte[0], null);

  private final byte[] from;
  private final byte @Nullable [] to;

  /// @param to null for no end
  public ByteRange(byte[] from, byte @Nullable [] to) {
    this.from = from;
    this.to = to;
  }

  /// All that starts with a prefix.
  static ByteRange prefix(byte[] prefix) {
    return new ByteRange(prefix, successor(prefix));
  }

  /// The least bytes above all that start with a prefix; null when there are none.
  static byte @Nullable [] successor(byte[] prefix) {
    int last = prefix.length - 1;
    while (last >= 0 && prefix[last] == (byte) 0xFF) {
      last--;
    }
    if (last < 0) {
      return null;
    }
    byte[] next = Arrays.copyOf(prefix, last + 1);
    next[last]++;
    return next;
  }

  public byte[] from() {
    return from;
  }

  /// Null for no end.
  public byte @Nullable [] to() {
    return to;
  }

  /// Whether an entry lies within.
  public boolean contains(byte[] entry) {
    return Arrays.compareUnsigned(entry, from) >= 0
        && (to == null || Arrays.compareUnsigned(entry, to) < 0);
  }

  boolean isEmpty() {
    return to != null && Arrays.compareUnsigned(from, to) >= 0;
  }

  /// Whether these are the entries that start with one value.
  boolean isPoint() {
    return from.length > 0 && Arrays.equals(to, successor(from));
  }

  /// The same range behind a prefix.
  ByteRange behind(byte[] prefix) {
    byte[] end = to == null ? successor(prefix) : join(prefix, to);
    return new ByteRange(join(prefix, from), end);
  }

  static byte[] join(byte[] a, byte[] b) {
    byte[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }

  @Override
  public String toString() {
    var hex = HexFormat.of();
    return hex.formatHex(from) + ".." + (to == null ? "" : hex.formatHex(to));
  }
}
