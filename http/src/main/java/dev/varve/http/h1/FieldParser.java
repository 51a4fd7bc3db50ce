package dev.varve.http.h1;

import dev.varve.http.Ascii;
import dev.varve.http.Fields;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/// Reads field lines (RFC 9112, 5) that lie in the array of the [Fields] they become. Everything
/// that another program could read differently is refused.
final class FieldParser {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;
  private static final long SPACES = 0x2020202020202020L;
  private static final long DELETES = 0x7f7f7f7f7f7f7f7fL;

  private FieldParser() {}

  /// Reads the lines from `from` up to and with the empty one, which must be the last of the bytes.
  ///
  /// @return why they are refused, or null
  static @Nullable Refusal parse(Fields fields, int from, int to, int most) {
    byte[] bytes = fields.array();
    int at = from;
    while (bytes[at] != '\r') {
      if (fields.size() == most) {
        return Refusal.TOO_MANY_FIELDS;
      }
      int colon = at;
      while (Ascii.isToken(bytes[colon])) {
        colon++;
      }
      if (colon == at || bytes[colon] != ':') {
        return badName(bytes, at, from);
      }
      int end = controlAt(bytes, colon + 1, to);
      if (bytes[end] != '\r') {
        return bytes[end] == '\n' ? Refusal.LINE_END : Refusal.FIELD_VALUE;
      }
      if (bytes[end + 1] != '\n') {
        return Refusal.LINE_END;
      }
      mark(fields, bytes, at, colon, end);
      at = end + 2;
    }
    return at + 2 == to && bytes[at + 1] == '\n' ? null : Refusal.LINE_END;
  }

  private static Refusal badName(byte[] bytes, int at, int from) {
    boolean blank = bytes[at] == ' ' || bytes[at] == '\t';
    return blank && at > from ? Refusal.FIELD_FOLDED : Refusal.FIELD_NAME;
  }

  private static void mark(Fields fields, byte[] bytes, int name, int colon, int lineEnd) {
    int value = colon + 1;
    while (value < lineEnd && isBlank(bytes[value])) {
      value++;
    }
    int end = lineEnd;
    while (end > value && isBlank(bytes[end - 1])) {
      end--;
    }
    fields.mark(name, colon, value, end, Ascii.hash(bytes, name, colon - name));
  }

  private static boolean isBlank(byte each) {
    return each == ' ' || each == '\t';
  }

  /// The first control byte other than a tab at or behind a place. There is one before `to`, since
  /// the bytes end in a line feed.
  private static int controlAt(byte[] bytes, int from, int to) {
    int at = from;
    while (true) {
      at = suspectAt(bytes, at, to);
      if (bytes[at] != '\t') {
        return at;
      }
      at++;
    }
  }

  private static int suspectAt(byte[] bytes, int from, int to) {
    int at = from;
    for (; at + 8 <= to; at += 8) {
      long word = (long) LONG.get(bytes, at);
      long low = (word - SPACES) & ~word;
      long delete = word ^ DELETES;
      long found = (low | ((delete - ONES) & ~delete)) & HIGHS;
      if (found != 0) {
        return at + (Long.numberOfTrailingZeros(found) >>> 3);
      }
    }
    while ((bytes[at] & 0xff) >= 0x20 && bytes[at] != 0x7f) {
      at++;
    }
    return at;
  }
}
