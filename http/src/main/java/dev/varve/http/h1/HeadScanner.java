package dev.varve.http.h1;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Finds where a head ends, over any number of buffers, without looking at a byte twice. A line
/// feed that no carriage return precedes ends the search at once, so that bad heads are refused
/// early.
final class HeadScanner {
  /// What [#scan] returns when the end is not there yet.
  static final int MORE = -1;

  private static final long FEEDS = 0x0a0a0a0a0a0a0a0aL;
  private static final long LOW = 0x7f7f7f7f7f7f7f7fL;

  private int lineLength;
  private byte last;

  void reset() {
    lineLength = 0;
    last = 0;
  }

  /// How many bytes from the buffer's position on belong to the head, when its end is among them,
  /// or [#MORE]. The position stays.
  int scan(ByteBuffer in) {
    int start = in.position();
    int limit = in.limit();
    int lineStart = start - lineLength;
    int at = next(in, start, limit);
    while (at < limit) {
      byte before = at > start ? in.get(at - 1) : last;
      if (before != '\r' || at == lineStart + 1) {
        return at + 1 - start;
      }
      lineStart = at + 1;
      at = next(in, lineStart, limit);
    }
    lineLength = limit - lineStart;
    if (limit > start) {
      last = in.get(limit - 1);
    }
    return MORE;
  }

  /// The next line feed at or behind a place, or the limit. Eight bytes at a time.
  private static int next(ByteBuffer in, int from, int limit) {
    int at = from;
    boolean little = in.order() == ByteOrder.LITTLE_ENDIAN;
    for (; at + 8 <= limit; at += 8) {
      long word = in.getLong(at) ^ FEEDS;
      long zeros = ~(((word & LOW) + LOW) | word | LOW);
      if (zeros != 0) {
        int bits = little ? Long.numberOfTrailingZeros(zeros) : Long.numberOfLeadingZeros(zeros);
        return at + (bits >>> 3);
      }
    }
    while (at < limit && in.get(at) != '\n') {
      at++;
    }
    return at;
  }
}
