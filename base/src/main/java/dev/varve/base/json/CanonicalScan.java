package dev.varve.base.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Sees in one pass, without making anything, whether a text is JSON within the limits and in the
/// form that [CanonicalBytes] writes: nearly all that programs send is, and then its bytes need no
/// tree.
///
/// It may say no to rare texts that are (an escape `\u0001`, numbers of more than 18 digits): they
/// are read like any other. It never says yes to one that is not.
final class CanonicalScan {
  /// Digits of a number that is certainly written plain.
  private static final int DIGITS = 18;

  /// Zeros behind the point up to which a fraction is written plain.
  private static final int ZEROS = 6;

  private final byte[] text;
  private final int depthMost;
  private int at;
  private int depth;
  private boolean ascii = true;

  /// Whether the string seen last had an escape in it.
  private boolean escaped;

  private CanonicalScan(byte[] text, int depthMost) {
    this.text = text;
    this.depthMost = depthMost;
  }

  static boolean holds(byte[] text, JsonLimits limits) {
    if (limits.numberLength() < DIGITS + 2) {
      return false;
    }
    var scan = new CanonicalScan(text, limits.depth());
    return scan.value() && scan.at == text.length && (scan.ascii || isUtf8(text));
  }

  private static boolean isUtf8(byte[] text) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
      return true;
    } catch (CharacterCodingException _) {
      return false;
    }
  }

  /// What stands here; 0 at the end, which no text in this form has in it.
  private byte here() {
    return at < text.length ? text[at] : 0;
  }

  private boolean take(char mark) {
    if (here() != mark) {
      return false;
    }
    at++;
    return true;
  }

  private boolean value() {
    return switch (here()) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> string();
      case 't' -> word("true");
      case 'f' -> word("false");
      case 'n' -> word("null");
      default -> number();
    };
  }

  private boolean object() {
    at++;
    if (take('}')) {
      return depth < depthMost;
    }
    if (++depth > depthMost) {
      return false;
    }
    int before = -1;
    int beforeEnd = -1;
    do {
      int start = at + 1;
      if (!name()) {
        return false;
      }
      if (before >= 0
          && Arrays.compareUnsigned(text, before, beforeEnd, text, start, at - 1) >= 0) {
        return false;
      }
      before = start;
      beforeEnd = at - 1;
      if (!take(':') || !value()) {
        return false;
      }
    } while (take(','));
    depth--;
    return take('}');
  }

  /// A name without an escape: its bytes are what it is ordered by.
  private boolean name() {
    escaped = false;
    return string() && !escaped;
  }

  private boolean array() {
    at++;
    if (take(']')) {
      return depth < depthMost;
    }
    if (++depth > depthMost) {
      return false;
    }
    do {
      if (!value()) {
        return false;
      }
    } while (take(','));
    depth--;
    return take(']');
  }

  private boolean word(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (!take(word.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean string() {
    if (!take('"')) {
      return false;
    }
    byte[] bytes = text;
    int bits = 0;
    for (int i = at; i < bytes.length; i++) {
      byte unit = bytes[i];
      bits |= unit;
      if (unit == '"') {
        ascii &= bits >= 0;
        at = i + 1;
        return true;
      }
      if (unit == '\\') {
        if (!isEscape(++i)) {
          return false;
        }
        escaped = true;
      } else if (unit >= 0 && unit < 0x20) {
        return false;
      }
    }
    return false;
  }

  private boolean isEscape(int place) {
    return switch (place < text.length ? text[place] : 0) {
      case '"', '\\', 'b', 'f', 'n', 'r', 't' -> true;
      default -> false;
    };
  }

  /// `0`, or no zero in front; a fraction does not end with zero; no exponent.
  private boolean number() {
    boolean negative = take('-');
    int start = at;
    boolean zero = take('0');
    if (!zero) {
      digits();
    }
    if (at == start) {
      return false;
    }
    if (here() == '.') {
      return fraction(start, zero);
    }
    return at - start <= DIGITS && !(zero && negative) && isOver();
  }

  private boolean fraction(int start, boolean zero) {
    at++;
    int point = at;
    int zeros = at;
    digits();
    while (zeros < at && text[zeros] == '0') {
      zeros++;
    }
    boolean plain = !zero || zeros - point <= ZEROS;
    return at > point && text[at - 1] != '0' && plain && at - start <= DIGITS && isOver();
  }

  private void digits() {
    byte[] bytes = text;
    int i = at;
    while (i < bytes.length && bytes[i] >= '0' && bytes[i] <= '9') {
      i++;
    }
    at = i;
  }

  /// Whether a number ends here; `01` and `1e5` go on.
  private boolean isOver() {
    byte next = here();
    return next == ',' || next == '}' || next == ']' || at == text.length;
  }
}
