package dev.varve.http.h1;

import dev.varve.http.Ascii;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Strings for bytes that come again and again, such as targets and host names: a table of 1,024
/// places where a newcomer takes the place of what was there. Bounded whatever clients send.
final class Texts {
  private static final int PLACES = 1024;
  private static final int LONGEST = 256;

  private final @Nullable String[] table = new @Nullable String[PLACES];

  String of(byte[] bytes, int from, int to) {
    int length = to - from;
    if (length > LONGEST) {
      return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
    }
    int hash = hash(bytes, from, to);
    int place = (hash ^ (hash >>> 15)) & (PLACES - 1);
    String known = table[place];
    if (known != null && Ascii.equals(known, bytes, from, length)) {
      return known;
    }
    String made = new String(bytes, from, length, StandardCharsets.ISO_8859_1);
    table[place] = made;
    return made;
  }

  private static int hash(byte[] bytes, int from, int to) {
    int hash = to - from;
    for (int i = from; i < to; i++) {
      hash = hash * 31 + bytes[i];
    }
    return hash;
  }
}
