package dev.varve.graph.term;

import java.util.Arrays;

/// An address range: `10.0.0.0/8`. Names are never resolved. Immutable.
public final class Network {
  private final byte[] address;
  private final int bits;

  private Network(byte[] address, int bits) {
    this.address = masked(address, bits);
    this.bits = bits;
  }

  private static byte[] masked(byte[] address, int bits) {
    byte[] copy = address.clone();
    for (int i = 0; i < copy.length; i++) {
      int kept = Math.clamp(bits - 8L * i, 0, 8);
      copy[i] &= (byte) (0xff << (8 - kept));
    }
    return copy;
  }

  /// @throws IllegalArgumentException saying `must …, but is …`
  public static Network parse(String text) {
    int slash = text.indexOf('/');
    byte[] address = Addresses.parse(slash < 0 ? text : text.substring(0, slash));
    int bits = address.length * 8;
    if (slash >= 0) {
      String length = text.substring(slash + 1);
      if (!length.matches("\\d{1,3}") || Integer.parseInt(length) > bits) {
        throw new IllegalArgumentException(
            "must have a prefix length of 0 to " + bits + ", but is '" + text + "'");
      }
      bits = Integer.parseInt(length);
    }
    return new Network(address, bits);
  }

  static boolean isOne(String text) {
    try {
      parse(text);
      return true;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  /// The first address, 4 or 16 bytes; a copy.
  public byte[] address() {
    return address.clone();
  }

  /// Whether an address of 4 or 16 bytes lies within. An IPv4 address never lies in an IPv6
  /// network.
  public boolean contains(byte[] candidate) {
    if (candidate.length != address.length) {
      return false;
    }
    int whole = bits / 8;
    if (Arrays.mismatch(candidate, 0, whole, address, 0, whole) >= 0) {
      return false;
    }
    int rest = bits % 8;
    return rest == 0 || ((candidate[whole] ^ address[whole]) & (0xff << (8 - rest)) & 0xff) == 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Network n && bits == n.bits && Arrays.equals(address, n.address);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(address) + bits;
  }

  @Override
  public String toString() {
    return Addresses.text(address) + "/" + bits;
  }
}
