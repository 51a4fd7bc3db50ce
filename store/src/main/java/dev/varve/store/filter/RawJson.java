package dev.varve.store.filter;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Walks over valid JSON text without reading it. Strings, which are most of a document, go eight
/// bytes at a time.
final class RawJson {
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;
  private static final long QUOTES = ONES * '"';
  private static final long BACKSLASHES = ONES * '\\';

  private RawJson() {}

  /// Where the string that starts behind an opening quote has its closing one.
  static int closingQuote(byte[] text, int from, int end) {
    int at = from;
    while (at + Long.BYTES <= end) {
      long word = (long) WORDS.get(text, at);
      long marks = zeros(word ^ QUOTES) | zeros(word ^ BACKSLASHES);
      if (marks == 0) {
        at += Long.BYTES;
        continue;
      }
      // The lowest mark is exact: carries of the zero test only run upwards.
      at += Long.numberOfTrailingZeros(marks) >>> 3;
      if (text[at] == '"') {
        return at;
      }
      at += 2;
    }
    while (text[at] != '"') {
      at += text[at] == '\\' ? 2 : 1;
    }
    return at;
  }

  private static long zeros(long word) {
    return (word - ONES) & ~word & HIGHS;
  }

  /// Whether a string's content has no escapes.
  static boolean isPlain(byte[] text, int from, int end) {
    int at = from;
    for (; at + Long.BYTES <= end; at += Long.BYTES) {
      if (zeros((long) WORDS.get(text, at) ^ BACKSLASHES) != 0) {
        return false;
      }
    }
    for (; at < end; at++) {
      if (text[at] == '\\') {
        return false;
      }
    }
    return true;
  }

  /// Where the value that starts here ends, not included.
  static int skip(byte[] text, int from, int end) {
    return switch (text[from]) {
      case '"' -> closingQuote(text, from + 1, end) + 1;
      case '{', '[' -> skipNested(text, from, end);
      default -> skipScalar(text, from, end);
    };
  }

  private static int skipScalar(byte[] text, int from, int end) {
    int at = from + 1;
    while (at < end) {
      byte unit = text[at];
      if (unit == ',' || unit == '}' || unit == ']' || unit <= ' ') {
        break;
      }
      at++;
    }
    return at;
  }

  private static int skipNested(byte[] text, int from, int end) {
    int depth = 1;
    int at = from + 1;
    while (true) {
      byte unit = text[at];
      if (unit == '"') {
        at = closingQuote(text, at + 1, end);
      } else if (unit == '[' || unit == '{') {
        depth++;
      } else if (unit == '}' || unit == ']') {
        depth--;
        if (depth == 0) {
          return at + 1;
        }
      }
      at++;
    }
  }

  static int space(byte[] text, int from) {
    int at = from;
    while (text[at] <= ' ' && text[at] >= 0) {
      at++;
    }
    return at;
  }
}
