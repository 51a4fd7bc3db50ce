package dev.varve.edge;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/// Makes request ids: 20 letters and digits, 100 bits by chance. They are names, not secrets.
/// Belongs to a loop.
final class RequestIdSource {
  static final int LENGTH = 20;

  private static final byte[] LETTERS =
      "0123456789abcdefghjkmnpqrstvwxyz".getBytes(StandardCharsets.ISO_8859_1);

  private final SplittableRandom chance;

  RequestIdSource(long seed) {
    this.chance = new SplittableRandom(seed);
  }

  void next(byte[] into) {
    long bits = chance.nextLong();
    for (int i = 0; i < LENGTH; i++) {
      if (i == LENGTH / 2) {
        bits = chance.nextLong();
      }
      into[i] = LETTERS[(int) (bits & 31)];
      bits >>>= 5;
    }
  }
}
