package dev.varve.http.stream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.varve.http.Ascii;
import dev.varve.http.hpack.HpackEntry;
import org.jspecify.annotations.Nullable;

/// Strings for bytes that come again and again, such as methods, authorities and popular paths, so
/// that they cost no garbage. A fixed number of slots, each holding the last text that fell into
/// it. Belongs to one thread.
final class TextCache {
  private static final int SLOTS = 512;
  private static final int LENGTH_MAX = 128;

  private final @Nullable String[] slots = new String[SLOTS];

  TextCache() {
    for (String method : new String[] {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"}) {
      byte[] bytes = method.getBytes(ISO_8859_1);
      slots[slot(bytes, 0, bytes.length)] = method;
    }
  }

  String text(byte[] bytes, int from, int length) {
    if (length > LENGTH_MAX) {
      return new String(bytes, from, length, ISO_8859_1);
    }
    int slot = slot(bytes, from, length);
    String known = slots[slot];
    if (known != null && Ascii.equals(known, bytes, from, length)) {
      return known;
    }
    String fresh = new String(bytes, from, length, ISO_8859_1);
    slots[slot] = fresh;
    return fresh;
  }

  private static int slot(byte[] bytes, int from, int length) {
    return HpackEntry.hash(bytes, from, length) & (SLOTS - 1);
  }
}
