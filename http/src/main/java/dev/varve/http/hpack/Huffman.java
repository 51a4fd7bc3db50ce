package dev.varve.http.hpack;

/// The Huffman code of RFC 7541 appendix B.
///
/// The code is canonical: among codes of one length, symbols ascend. Its lengths are therefore the
/// whole table, and the codes follow from them. Decoding walks four bits at a time through a state
/// machine whose states are the inner nodes of the tree.
public final class Huffman {
  private static final int SYMBOLS = 257;
  private static final int END_OF_STRING = 256;
  private static final int BITS_MAX = 30;
  private static final int PADDING_BITS_MAX = 7;

  /// Lengths of the 257 codes as runs: `length*count` separated by blanks, symbols ascending.
  private static final String LENGTHS =
      "13 23 28*7 24 30 28*2 30 28*8 30 28*9 "
          + "6 10*2 12 13 6 8 11 10*2 8 11 8 6*3 5*3 6*7 7 8 15 6 12 10 "
          + "13 6 7*22 8 7 8 13 19 13 14 6 15 5 6 5 6 5 6*3 5 7*2 6*3 5 6 7 6 5*2 6 7*5 15 11 14 13 28 "
          + "20 22 20*2 22*3 23 22 23*5 24 23 24*2 22 23 24 23*4 21 22 23 22 23*2 24 22 21 20 22*2 "
          + "23*2 21 23 22*2 24 21 22 23*2 21*2 22 21 23 22 23*2 20 22*3 23 22*2 23 "
          + "26*2 20 19 22 23 22 25 26*3 27*2 26 24 25 19 21 26 27*2 26 27 24 21*2 26*2 28 27*3 20 24 20 "
          + "21 22 21*2 23 22*2 25*2 24*2 26 23 26 27 26*2 27*5 28 27*5 26 30";

  private static final int[] CODES = new int[SYMBOLS];
  private static final byte[] BITS = lengths();

  // One transition: next state << 16 | symbol << 8 | flags.
  private static final int EMITS = 1;
  private static final int FAILS = 2;
  private static final int ENDS_WELL = 4;
  private static final int[] STEPS;

  static {
    assignCodes();
    STEPS = steps();
  }

  private Huffman() {}

  /// How many bytes the text takes when encoded.
  public static int encodedLength(byte[] text, int from, int length) {
    long bits = 0;
    for (int i = from; i < from + length; i++) {
      bits += BITS[text[i] & 0xff];
    }
    return (int) ((bits + 7) >>> 3);
  }

  /// Writes the encoded text to `out` at `at`, which has room for [#encodedLength]; returns the
  /// end.
  public static int encode(byte[] text, int from, int length, byte[] out, int at) {
    long pending = 0;
    int bits = 0;
    int end = at;
    for (int i = from; i < from + length; i++) {
      int symbol = text[i] & 0xff;
      pending = (pending << BITS[symbol]) | CODES[symbol];
      bits += BITS[symbol];
      while (bits >= 8) {
        bits -= 8;
        out[end++] = (byte) (pending >>> bits);
      }
    }
    if (bits > 0) {
      out[end++] = (byte) ((pending << (8 - bits)) | (0xff >>> bits));
    }
    return end;
  }

  /// Decodes into `out` at `at`, which has room for `length * 8 / 5 + 1` bytes; returns the end.
  /// The end-of-string symbol, and padding that is longer than 7 bits or not all ones, are errors
  /// (RFC 7541 section 5.2).
  public static int decode(byte[] in, int from, int length, byte[] out, int at)
      throws HpackException {
    int step = ENDS_WELL;
    int end = at;
    for (int i = from; i < from + length; i++) {
      int octet = in[i];
      step = STEPS[((step >>> 16) << 4) | ((octet >> 4) & 15)];
      if ((step & EMITS) != 0) {
        out[end++] = (byte) (step >> 8);
      }
      // A failed state leads to itself, so one check at the end of the octet is enough.
      step = STEPS[((step >>> 16) << 4) | (octet & 15)];
      if ((step & EMITS) != 0) {
        out[end++] = (byte) (step >> 8);
      }
    }
    if ((step & (FAILS | ENDS_WELL)) != ENDS_WELL) {
      throw HpackException.wrong("Huffman code ends badly");
    }
    return end;
  }

  private static byte[] lengths() {
    var lengths = new byte[SYMBOLS];
    int symbol = 0;
    for (String run : LENGTHS.split(" ")) {
      int star = run.indexOf('*');
      int count = star < 0 ? 1 : Integer.parseInt(run.substring(star + 1));
      byte length = Byte.parseByte(star < 0 ? run : run.substring(0, star));
      for (int i = 0; i < count; i++) {
        lengths[symbol++] = length;
      }
    }
    return lengths;
  }

  private static void assignCodes() {
    int code = 0;
    for (int length = 1; length <= BITS_MAX; length++) {
      for (int symbol = 0; symbol < SYMBOLS; symbol++) {
        if (BITS[symbol] == length) {
          CODES[symbol] = code++;
        }
      }
      code <<= 1;
    }
  }

  /// Child links of the tree: 0 none, above 0 an inner node, below 0 the leaf of symbol `-n - 1`.
  private static int[][] tree() {
    var tree = new int[SYMBOLS][2];
    int nodes = 1;
    for (int symbol = 0; symbol < SYMBOLS; symbol++) {
      int node = 0;
      for (int bit = BITS[symbol] - 1; bit > 0; bit--) {
        int side = (CODES[symbol] >>> bit) & 1;
        if (tree[node][side] == 0) {
          tree[node][side] = nodes++;
        }
        node = tree[node][side];
      }
      tree[node][CODES[symbol] & 1] = -symbol - 1;
    }
    return tree;
  }

  private static int[] steps() {
    var tree = tree();
    int failed = SYMBOLS - 1; // a code of 257 leaves has 256 inner nodes; this one is free
    var steps = new int[SYMBOLS << 4];
    for (int node = 0; node < failed; node++) {
      for (int nibble = 0; nibble < 16; nibble++) {
        steps[(node << 4) | nibble] = step(tree, node, nibble, failed);
      }
    }
    for (int nibble = 0; nibble < 16; nibble++) {
      steps[(failed << 4) | nibble] = (failed << 16) | FAILS;
    }
    return steps;
  }

  private static int step(int[][] tree, int start, int nibble, int failed) {
    int node = start;
    int symbol = -1;
    for (int bit = 3; bit >= 0; bit--) {
      int next = tree[node][(nibble >>> bit) & 1];
      if (next < 0) {
        symbol = -next - 1;
        node = 0;
      } else {
        node = next;
      }
    }
    if (symbol == END_OF_STRING) {
      return (failed << 16) | FAILS;
    }
    int step = node << 16;
    if (symbol >= 0) {
      step |= (symbol << 8) | EMITS;
    }
    return isPadding(tree, node) ? step | ENDS_WELL : step;
  }

  /// The node is reached from the root by at most seven ones.
  private static boolean isPadding(int[][] tree, int node) {
    int reached = 0;
    for (int ones = 0; ones <= PADDING_BITS_MAX; ones++) {
      if (reached == node) {
        return true;
      }
      reached = tree[reached][1];
    }
    return false;
  }
}
