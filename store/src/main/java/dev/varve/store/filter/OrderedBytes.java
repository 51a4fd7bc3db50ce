package dev.varve.store.filter;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonBoolean;
import dev.varve.base.json.JsonLimits;
import dev.varve.base.json.JsonNull;
import dev.varve.base.json.JsonNumber;
import dev.varve.base.json.JsonObject;
import dev.varve.base.json.JsonReader;
import dev.varve.base.json.JsonString;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Values written so that comparing the bytes, unsigned, compares the values in the total order. A
/// buffer that grows; one thread uses it.
///
/// ```
/// value   = %x01                            ; nothing there
///         / %x02 / %x03 / %x04              ; null, false, true
///         / %x05 number
///         / %x06 string
///         / %x07 *value %x00                ; array
///         / %x08 *( %x01 string value ) %x00 ; object, names in order
/// string  = *( UTF-8, each %x00 as %x00 %xFF ) %x00 %x01
/// number  = %x02                            ; zero
///         / %x03 exponent *pair %x00        ; positive
///         / %x01 inverted                   ; negative: as positive, every bit turned over
/// exponent = 3 bytes                        ; e + 2^23 of 0.d1d2... times ten to the e
/// pair    = %x01-64                         ; two digits + 1; no zeros at the end
/// ```
///
/// Every value ends itself, so values one behind the other compare as tuples. A value turned over
/// bit by bit sorts downwards.
public final class OrderedBytes {
  static final int MISSING = 1;
  static final int NULL = 2;
  static final int FALSE = 3;
  static final int TRUE = 4;
  static final int NUMBER = 5;
  static final int STRING = 6;
  static final int ARRAY = 7;
  static final int OBJECT = 8;

  private static final int EXPONENT_BIAS = 1 << 23;

  private byte[] bytes = new byte[64];
  private int size;
  private byte[] digits = new byte[32];

  /// An empty buffer.
  public OrderedBytes() {}

  /// The bytes of one value; null stands for nothing there.
  public static byte[] of(@Nullable Json value) {
    return new OrderedBytes().add(value).copy();
  }

  /// The first byte of all values of the type of this one.
  public static int tag(Json value) {
    return switch (value) {
      case JsonNull _ -> NULL;
      case JsonBoolean bool -> bool.value() ? TRUE : FALSE;
      case JsonNumber _ -> NUMBER;
      case JsonString _ -> STRING;
      case JsonArray _ -> ARRAY;
      case JsonObject _ -> OBJECT;
    };
  }

  /// Forgets what was added.
  public void clear() {
    size = 0;
  }

  public int size() {
    return size;
  }

  /// Cuts off what was added beyond a size.
  public void cut(int length) {
    size = Math.min(size, length);
  }

  /// What was added, in an array of its own.
  public byte[] copy() {
    return Arrays.copyOf(bytes, size);
  }

  /// Compares what was added with other bytes.
  public int compareTo(byte[] other) {
    return Arrays.compareUnsigned(bytes, 0, size, other, 0, other.length);
  }

  /// Adds a value; null stands for nothing there.
  public OrderedBytes add(@Nullable Json value) {
    if (value == null) {
      put(MISSING);
      return this;
    }
    put(tag(value));
    switch (value) {
      case JsonNull _, JsonBoolean _ -> {}
      case JsonNumber number -> {
        byte[] literal = number.toString().getBytes(StandardCharsets.ISO_8859_1);
        number(literal, 0, literal.length);
      }
      case JsonString string -> text(string.value());
      case JsonArray array -> {
        for (Json item : array.items()) {
          add(item);
        }
        put(0);
      }
      case JsonObject object -> {
        for (Map.Entry<String, Json> member : JsonOrder.sorted(object)) {
          put(1);
          text(member.getKey());
          add(member.getValue());
        }
        put(0);
      }
    }
    return this;
  }

  /// Adds a value from its JSON text, without white space around it; a start below zero stands for
  /// nothing there.
  public OrderedBytes add(byte[] json, int start, int end) {
    if (start < 0) {
      put(MISSING);
      return this;
    }
    switch (json[start]) {
      case 'n' -> put(NULL);
      case 'f' -> put(FALSE);
      case 't' -> put(TRUE);
      case '{', '[' -> add(JsonReader.read(json, start, end, JsonLimits.DEFAULT));
      case '"' -> {
        if (RawJson.isPlain(json, start + 1, end - 1)) {
          put(STRING);
          raw(json, start + 1, end - 1);
          put(0);
          put(1);
        } else {
          add(JsonReader.read(json, start, end, JsonLimits.DEFAULT));
        }
      }
      default -> {
        put(NUMBER);
        number(json, start, end);
      }
    }
    return this;
  }

  /// Adds a string.
  public OrderedBytes add(String value) {
    put(STRING);
    text(value);
    return this;
  }

  /// Turns over the bits of all that was added from a size on, so that it sorts downwards.
  public void invert(int from) {
    for (int i = from; i < size; i++) {
      bytes[i] = (byte) ~bytes[i];
    }
  }

  private void text(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    int run = 0;
    for (int i = 0; i < utf8.length; i++) {
      if (utf8[i] == 0) {
        raw(utf8, run, i + 1);
        put(0xFF);
        run = i + 1;
      }
    }
    raw(utf8, run, utf8.length);
    put(0);
    put(1);
  }

  /// Adds the bytes of a string's beginning, without the end mark: where strings that start so
  /// start.
  OrderedBytes addPrefix(String prefix) {
    add(prefix);
    size -= 2;
    return this;
  }

  private void number(byte[] literal, int start, int end) {
    int at = start;
    boolean negative = literal[at] == '-';
    if (negative) {
      at++;
    }
    int count = 0;
    int exponent = 0;
    boolean fraction = false;
    if (digits.length < end - at) {
      digits = new byte[end - at];
    }
    for (; at < end && literal[at] != 'e' && literal[at] != 'E'; at++) {
      if (literal[at] == '.') {
        fraction = true;
      } else if (count == 0 && literal[at] == '0') {
        exponent -= fraction ? 1 : 0;
      } else {
        digits[count++] = (byte) (literal[at] - '0');
        exponent += fraction ? 0 : 1;
      }
    }
    exponent += at < end ? exponentOf(literal, at + 1, end) : 0;
    while (count > 0 && digits[count - 1] == 0) {
      count--;
    }
    decimal(negative, exponent, count);
  }

  private static int exponentOf(byte[] literal, int start, int end) {
    boolean signed = literal[start] == '-' || literal[start] == '+';
    int value = 0;
    for (int i = signed ? start + 1 : start; i < end; i++) {
      value = Math.addExact(Math.multiplyExact(value, 10), literal[i] - '0');
    }
    return literal[start] == '-' ? -value : value;
  }

  private void decimal(boolean negative, int exponent, int count) {
    if (count == 0) {
      put(2);
      return;
    }
    if (exponent <= -EXPONENT_BIAS || exponent >= EXPONENT_BIAS) {
      throw new ArithmeticException("a number's exponent must be below 2^23, but is " + exponent);
    }
    put(negative ? 1 : 3);
    int from = size;
    int biased = exponent + EXPONENT_BIAS;
    put(biased >> 16);
    put(biased >> 8);
    put(biased);
    for (int i = 0; i < count; i += 2) {
      put(digits[i] * 10 + (i + 1 < count ? digits[i + 1] : 0) + 1);
    }
    put(0);
    if (negative) {
      invert(from);
    }
  }

  private void raw(byte[] source, int start, int end) {
    int length = end - start;
    grow(length);
    System.arraycopy(source, start, bytes, size, length);
    size += length;
  }

  private void put(int value) {
    grow(1);
    bytes[size++] = (byte) value;
  }

  private void grow(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
